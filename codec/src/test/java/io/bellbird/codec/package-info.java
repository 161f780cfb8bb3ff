/** Tests of the codec. The tables {@code Samples} and {@code MalformedSamples} say what goes over the wire. */
@NullMarked
package io.bellbird.codec;

import org.jspecify.annotations.NullMarked;
