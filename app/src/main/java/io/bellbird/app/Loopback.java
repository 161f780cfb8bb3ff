package io.bellbird.app;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Serving this machine only means 127.0.0.1 and [::1]; a machine without IPv6 has only the first. */
final class Loopback {
    private static final String IPV4 = "127.0.0.1";
    private static final String IPV6 = "::1";

    private Loopback() {}

    /** The same configuration, without the listener on ::1 beside one on 127.0.0.1 if there is no ::1. */
    static BrokerConfig withoutMissingAddress(BrokerConfig config) {
        return hasIpv6() ? config : withoutIpv6(config);
    }

    /** The same configuration, without the listener on ::1 beside one on 127.0.0.1. */
    static BrokerConfig withoutIpv6(BrokerConfig config) {
        List<ListenerConfig> listeners = config.listeners().stream()
                .filter(listener -> !listener.host().equals(IPV6) || !isPaired(listener, config.listeners()))
                .toList();
        return config.toBuilder().listeners(listeners).build();
    }

    private static boolean isPaired(ListenerConfig listener, List<ListenerConfig> all) {
        return all.stream().anyMatch(other -> other.host().equals(IPV4) && other.port() == listener.port());
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
        } catch (SocketException e) { // then opening the port will say what is wrong
            return true;
        }
    }
}
