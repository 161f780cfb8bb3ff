/**
 * What an operator sees: counters of what happens and of what is lost, the topics under {@code $SYS/broker/} that tell
 * of it, and text of peers made fit for a log line.
 *
 * <p>Java prepares all of its flight recorder when the first class of an event is touched, which takes a tenth of a second
 * and twenty mebibytes: so the events are nested classes, and nobody touches one before there was a recording.
 *
 * <p>A shard owns its counters and gauges, and hands out {@link io.bellbird.broker.monitor.Figures}, which do not
 * change; {@link io.bellbird.broker.monitor.SysTopics} belongs to one shard. Nothing here is shared between threads. The
 * package must not import sessions, shards, sockets or clocks.
 */
@NullMarked
package io.bellbird.broker.monitor;

import org.jspecify.annotations.NullMarked;
