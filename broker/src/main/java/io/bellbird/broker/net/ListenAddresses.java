package io.bellbird.broker.net;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.SocketDomain;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The addresses that a listener binds. Used by the thread that starts. */
final class ListenAddresses {
    private static final String ANY_IPV4 = "0.0.0.0";
    private static final String ANY_IPV6 = "::";

    private ListenAddresses() {}

    /**
     * The addresses of the configuration, at least one. An interface has as many as it has, and counts more than a
     * host; a host has one.
     *
     * @throws IOException when there is none; says why and what there is instead
     */
    static List<InetSocketAddress> of(ListenerConfig config) throws IOException {
        if (!config.bindInterface().isEmpty()) {
            return ofInterface(config);
        }
        if (!config.host().isEmpty()) {
            return List.of(new InetSocketAddress(ofHost(config), config.port()));
        }
        return List.of(
                switch (config.socketDomain()) {
                    case ANY -> new InetSocketAddress(config.port());
                    case IPV4 -> new InetSocketAddress(ANY_IPV4, config.port());
                    case IPV6 -> new InetSocketAddress(ANY_IPV6, config.port());
                });
    }

    private static List<InetSocketAddress> ofInterface(ListenerConfig config) throws IOException {
        String name = config.bindInterface();
        NetworkInterface bound = NetworkInterface.getByName(name);
        if (bound == null) {
            throw new IOException("bind_interface is '" + name + "', which this machine does not have; it has "
                    + NetworkInterface.networkInterfaces()
                            .map(NetworkInterface::getName)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        List<InetSocketAddress> addresses = bound.inetAddresses()
                .filter(address -> fits(config.socketDomain(), address))
                .map(address -> new InetSocketAddress(address, config.port()))
                .toList();
        if (addresses.isEmpty()) {
            throw new IOException("bind_interface is '" + name + "', which has no " + version(config.socketDomain())
                    + " address; these interfaces have one: " + havingOne(config.socketDomain()));
        }
        return addresses;
    }

    private static String havingOne(SocketDomain domain) throws IOException {
        return NetworkInterface.networkInterfaces()
                .filter(each -> each.inetAddresses().anyMatch(address -> fits(domain, address)))
                .map(NetworkInterface::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static InetAddress ofHost(ListenerConfig config) throws IOException {
        try {
            return Stream.of(InetAddress.getAllByName(config.host()))
                    .filter(address -> fits(config.socketDomain(), address))
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException("the host has no " + version(config.socketDomain()) + " address"));
        } catch (UnknownHostException e) {
            throw new IOException("the host is not known", e);
        }
    }

    private static String version(SocketDomain domain) {
        return switch (domain) {
            case ANY -> "IP";
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }

    /** Whether a socket that has, or connects to, this address belongs to the domain. */
    static boolean fits(SocketDomain domain, @Nullable InetAddress address) {
        return switch (domain) {
            case ANY -> true;
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> address instanceof Inet6Address;
        };
    }
}
