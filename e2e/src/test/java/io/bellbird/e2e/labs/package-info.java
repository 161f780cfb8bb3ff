/** The labs of {@code examples}: their programs and pages, started as the pages say, against the real process. */
@NullMarked
package io.bellbird.e2e.labs;

import org.jspecify.annotations.NullMarked;
