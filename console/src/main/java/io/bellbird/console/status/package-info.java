/** How the broker is: figures now and for the last day, and what needs attention. */
@NullMarked
package io.bellbird.console.status;

import org.jspecify.annotations.NullMarked;
