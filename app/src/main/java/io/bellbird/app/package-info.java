/**
 * The {@code bellbird} command: its options, its start and stop as a process, and what it says to people.
 *
 * <p>Runs on the main thread, which waits for the broker's end, and on the threads that signals arrive on. Nobody
 * imports it.
 */
@NullMarked
package io.bellbird.app;

import org.jspecify.annotations.NullMarked;
