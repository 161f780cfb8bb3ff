/**
 * Sockets: listeners, channels and their way to the home shard, TLS, WebSocket. The only package that knows Netty's
 * transport.
 *
 * <p>Each event loop is the thread of one shard. A channel belongs to the loop that accepted it until its CONNECT is
 * read, and to the loop of its client id's home shard from then on.
 */
@NullMarked
package io.bellbird.broker.net;

import org.jspecify.annotations.NullMarked;
