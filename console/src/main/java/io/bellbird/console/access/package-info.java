/** Who asks, and what he may do. */
@NullMarked
package io.bellbird.console.access;

import org.jspecify.annotations.NullMarked;
