/**
 * Sockets: from an address to a {@link io.bellbird.client.net.Link} that carries packets, over TCP, TLS, WebSocket and
 * Unix domain sockets. Everything here runs on the loop of the link. May use Netty and the codec; knows nothing of sessions.
 */
@NullMarked
package io.bellbird.client.net;

import org.jspecify.annotations.NullMarked;
