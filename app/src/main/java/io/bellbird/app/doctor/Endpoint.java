package io.bellbird.app.doctor;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of a running broker.
 *
 * @param host an address or a name
 * @param port 1..65535
 * @param transports what it may speak, the likeliest first
 * @param webSocket MQTT is in WebSocket frames
 * @param strangers others reach it
 * @param configured its configuration is known, and was looked at
 * @param passwordFile its users; a place where they may be when it is not known
 */
record Endpoint(
        String host,
        int port,
        List<Transport> transports,
        boolean webSocket,
        boolean strangers,
        boolean configured,
        Path passwordFile) {
    private static final int TLS_PORT = 8883;
    private static final Path SOME_USERS = Path.of("/etc/bellbird/users");

    /** What MQTT is spoken in. */
    enum Transport {
        TCP,
        TLS
    }

    /** One that the user names. */
    static Endpoint named(String host, int port) {
        List<Transport> transports =
                port == TLS_PORT ? List.of(Transport.TLS, Transport.TCP) : List.of(Transport.TCP, Transport.TLS);
        return new Endpoint(host, port, transports, false, true, false, SOME_USERS);
    }

    /** Those of a configuration that can be reached from this machine. */
    static List<Endpoint> of(Subject subject) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (ListenerConfig listener : subject.broker().listeners()) {
            if (listener.port() != 0) {
                endpoints.add(new Endpoint(
                        host(listener),
                        listener.port(),
                        List.of(listener.tls().isPresent() ? Transport.TLS : Transport.TCP),
                        listener.protocol() == Protocol.WEBSOCKETS,
                        Reach.isPublic(listener),
                        true,
                        subject.broker().passwordFile(listener).orElse(SOME_USERS)));
            }
        }
        return endpoints;
    }

    /** Where this machine reaches a listener. */
    private static String host(ListenerConfig listener) {
        String loopback = "127.0.0.1";
        try {
            if (!listener.bindInterface().isEmpty()) {
                NetworkInterface bound = NetworkInterface.getByName(listener.bindInterface());
                return bound == null
                        ? loopback
                        : bound.inetAddresses()
                                .map(InetAddress::getHostAddress)
                                .findFirst()
                                .orElse(loopback);
            }
            InetAddress address = InetAddress.getByName(listener.host());
            if (listener.host().isEmpty() || address.isAnyLocalAddress()) {
                return address instanceof Inet6Address ? "::1" : loopback;
            }
            return listener.host();
        } catch (SocketException | UnknownHostException unknown) { // then connecting says what is wrong
            return listener.host();
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
