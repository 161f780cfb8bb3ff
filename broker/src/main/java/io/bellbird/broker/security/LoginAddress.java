package io.bellbird.broker.security;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/**
 * Who is held responsible for a login that failed: an IPv4 address, or an IPv6 network of 64 bits, of which one customer
 * has all addresses.
 *
 * @param text for people
 * @param bannable false for this machine, which must not lock itself out and has all Unix domain sockets, and for what
 *     is no address
 */
public record LoginAddress(String text, boolean bannable) {
    private static final int NETWORK_BYTES = 8;
    private static final String UNIX = "unix:";

    /**
     * Who is responsible for what a client does.
     *
     * @param peer as in {@link Client#peer}: {@code 192.0.2.1:49152}, {@code [2001:db8::1]:49152} or {@code
     *     unix:/run/bellbird/mqtt.sock}, of which all clients are responsible together
     */
    public static LoginAddress of(String peer) {
        if (peer.startsWith(UNIX)) {
            return new LoginAddress(peer, false);
        }
        int port = peer.lastIndexOf(':');
        String host = port < 0 ? peer : peer.substring(0, port);
        if (host.startsWith("[")) {
            return ofIpv6(host);
        }
        boolean isAddress = port > 0 && !host.contains("/");
        return new LoginAddress(host, isAddress && !host.startsWith("127."));
    }

    /** @param address without a port; or a network as {@link #text} has it */
    static LoginAddress named(String address) {
        String suffix = "/64";
        String host = address.endsWith(suffix) ? address.substring(0, address.length() - suffix.length()) : address;
        return of(host.indexOf(':') < 0 ? host + ":0" : "[" + host + "]:0");
    }

    /** @param host in brackets, which keep it from being looked for in the network */
    private static LoginAddress ofIpv6(String host) {
        int scope = host.indexOf('%');
        String literal = scope < 0 ? host : host.substring(0, scope) + "]";
        try {
            InetAddress address = InetAddress.getByName(literal);
            if (address instanceof Inet6Address && !address.isLoopbackAddress()) {
                return new LoginAddress(network(address.getAddress()), true);
            }
            return new LoginAddress(address.getHostAddress(), !address.isLoopbackAddress());
        } catch (UnknownHostException e) {
            return new LoginAddress(host, false);
        }
    }

    private static String network(byte[] address) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NETWORK_BYTES; i += 2) {
            String group = HexFormat.of().formatHex(address, i, i + 2).replaceFirst("^0{1,3}", "");
            text.append(group).append(':');
        }
        return text.append(":/64").toString();
    }
}
