/** The page for browsers, from the files that were built for it. */
@NullMarked
package io.bellbird.console.page;

import org.jspecify.annotations.NullMarked;
