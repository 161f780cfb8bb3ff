/**
 * Shards: one thread, its sessions, its timers and its batch for the store, and the mailbox through which the other
 * shards reach it.
 *
 * <p>Everything is touched by the shard's own thread, but for {@link io.bellbird.broker.shard.Mailbox} and {@link
 * io.bellbird.broker.shard.Acceptance}, which are made for several. The package must not import Netty, sockets or
 * clocks; a {@link io.bellbird.broker.shard.ShardLoop} brings the thread.
 */
@NullMarked
package io.bellbird.broker.shard;

import org.jspecify.annotations.NullMarked;
