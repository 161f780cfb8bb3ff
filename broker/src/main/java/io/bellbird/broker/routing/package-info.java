/**
 * Finds the receivers of a message: topic filters, the subscriptions of a shard, the interest of all shards, cached
 * routes, and the retained messages.
 *
 * <p>{@link io.bellbird.broker.routing.SubscriptionTree} and {@link io.bellbird.broker.routing.RouteCache} belong to
 * one shard and are touched by its thread only. {@link io.bellbird.broker.routing.Interest} and {@link
 * io.bellbird.broker.routing.RetainedMessages} are shared by all shards; each carries the proof that it may be. All
 * else is immutable.
 *
 * <p>The package knows no sessions (a session is a {@link io.bellbird.broker.routing.Subscriber}), no store, no
 * sockets, no clock and no randomness; whoever calls it says what time it is. It must not import Netty or another
 * package of the broker but {@code io.bellbird.broker} itself.
 */
@NullMarked
package io.bellbird.broker.routing;

import org.jspecify.annotations.NullMarked;
