package io.bellbird.broker.net;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses of peers as text, for logs and rights. */
final class Peers {
    /** The address of a channel's client, where its socket does not have it. */
    private static final AttributeKey<String> CLIENT = AttributeKey.valueOf(Peers.class, "client");

    private Peers() {}

    /** Says whose channel it is, in place of its socket. Only the loop of the channel does, before CONNECT is read. */
    static void introduce(Channel channel, String client) {
        channel.attr(CLIENT).set(client);
    }

    /** The address of a channel's client, as {@link #text(SocketAddress)} or {@link #unix} writes it. */
    static String text(Channel channel) {
        String client = channel.hasAttr(CLIENT) ? channel.attr(CLIENT).get() : null;
        return client == null ? text(channel.remoteAddress()) : client;
    }

    /** {@code 192.0.2.1:49152} or {@code [2001:db8::1]:49152}; {@code unknown} when the peer is gone already. */
    static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        String host = inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    /**
     * {@code unix:/run/bellbird/mqtt.sock}.
     *
     * @param path of the socket, fit for the log; the empty text when it has none
     */
    static String unix(String path) {
        return "unix:" + path;
    }
}
