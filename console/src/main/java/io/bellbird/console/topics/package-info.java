/**
 * Messages and topics over HTTP: publishing, last values, retained messages, live streams and the tree of topics.
 *
 * <p>What lasts belongs to the {@link io.bellbird.console.http.ConsoleThread}; the admin thread asks it, and shards show it
 * messages through {@linkplain io.bellbird.broker.watch.Tap taps}.
 */
@NullMarked
package io.bellbird.console.topics;

import org.jspecify.annotations.NullMarked;
