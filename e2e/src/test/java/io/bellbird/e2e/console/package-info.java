/** The console's page in a real browser. */
@NullMarked
package io.bellbird.e2e.console;

import org.jspecify.annotations.NullMarked;
