/** A bell: one message, any number of listeners, in any language. */
@NullMarked
package io.bellbird.examples.bell;

import org.jspecify.annotations.NullMarked;
