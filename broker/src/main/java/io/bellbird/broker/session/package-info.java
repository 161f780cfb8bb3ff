/**
 * Sessions and the connections that come and go on them: the protocol's state, with no socket in sight.
 *
 * <p>Everything here is touched by the thread of one shard only, the home of the client id. Time, timers, storage and
 * routing come in through {@link io.bellbird.broker.session.Home}, the network through {@link
 * io.bellbird.broker.session.Wire}. The package must not import shards, Netty, threads or clocks.
 */
@NullMarked
package io.bellbird.broker.session;

import org.jspecify.annotations.NullMarked;
