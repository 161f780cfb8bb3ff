/** The audit log, read from its end; by the thread for what waits for the disk. */
@NullMarked
package io.bellbird.console.audit;

import org.jspecify.annotations.NullMarked;
