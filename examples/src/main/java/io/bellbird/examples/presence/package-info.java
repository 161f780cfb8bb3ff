/** Dead devices: the last will. */
@NullMarked
package io.bellbird.examples.presence;

import org.jspecify.annotations.NullMarked;
