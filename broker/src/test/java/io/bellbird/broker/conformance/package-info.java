/**
 * Raw bytes against the running broker over a real socket. Nothing here uses the codec, so that a mistake in it cannot
 * hide: packets are written in the notation of {@link io.bellbird.broker.conformance.Notation} and read by
 * {@link io.bellbird.broker.conformance.WirePacket}.
 *
 * <p>Every test runs against a broker with one shard and one with four. With the environment variables that
 * {@link io.bellbird.broker.conformance.Setup} names it runs against another broker instead.
 */
@NullMarked
package io.bellbird.broker.conformance;

import org.jspecify.annotations.NullMarked;
