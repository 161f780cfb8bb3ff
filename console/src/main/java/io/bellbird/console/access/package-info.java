/** Who asks, as the rest of the console sees him: what he may do. How that is found out is a matter of the login. */
@NullMarked
package io.bellbird.console.access;

import org.jspecify.annotations.NullMarked;
