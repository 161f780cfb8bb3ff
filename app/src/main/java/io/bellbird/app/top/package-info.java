/** {@code bellbird top}: what a running broker is doing, for people who look at it. Used by the thread of the command. */
@NullMarked
package io.bellbird.app.top;

import org.jspecify.annotations.NullMarked;
