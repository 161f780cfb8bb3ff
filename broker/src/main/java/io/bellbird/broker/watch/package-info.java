/**
 * What is told of single clients and topics while the broker runs: {@link io.bellbird.broker.watch.Traces} to somebody
 * who follows one of them at the moment, and {@link io.bellbird.broker.watch.AuditLog} to a file, of what security is
 * about.
 * {@link io.bellbird.broker.watch.Taps} show messages as they enter.
 *
 * <p>{@link io.bellbird.broker.watch.Flows} counts what goes between clients and topics, for who looks at the live graph.
 *
 * <p>Shards call all of them from where it happens. Traces and audit log take a line or an event into a bounded queue, and
 * drop and count what finds it full: nobody who tells something ever waits. The package must not import sessions, shards or sockets.
 */
@NullMarked
package io.bellbird.broker.watch;

import org.jspecify.annotations.NullMarked;
