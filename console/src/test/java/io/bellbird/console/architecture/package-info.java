/** The walls of the console. */
@NullMarked
package io.bellbird.console.architecture;

import org.jspecify.annotations.NullMarked;
