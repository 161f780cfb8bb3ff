package io.bellbird.broker.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Addresses of peers as text, for logs and rights. */
final class Peers {
    private Peers() {}

    /** {@code 192.0.2.1:49152} or {@code [2001:db8::1]:49152}; {@code unknown} when the peer is gone already. */
    static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        String host = inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
