/**
 * Log lines of the process: which are written, in what form, and where to. Whoever logs never waits: lines are written
 * by a thread of their own, and dropped and counted when it cannot keep up.
 */
@NullMarked
package io.bellbird.app.log;

import org.jspecify.annotations.NullMarked;
