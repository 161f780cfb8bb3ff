package io.bellbird.app;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The three lines that a started broker says: where it listens, where data goes, who can use it. */
final class StartMessage {
    private StartMessage() {}

    /** @param addresses what was bound, in the order of the listeners */
    static List<String> lines(BrokerConfig config, List<InetSocketAddress> addresses) {
        List<String> bound = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            bound.add(shown(addresses.get(i), config.listeners().get(i)));
        }
        return List.of(
                "bellbird " + Version.number() + " listens on " + String.join(", ", bound),
                "data: in memory; sessions and retained messages end with this process",
                "access: " + access(config, addresses));
    }

    private static String access(BrokerConfig config, List<InetSocketAddress> addresses) {
        if (!config.allowAnonymous()) {
            return "nobody can connect, since allow_anonymous is off and this version knows no users;"
                    + " to let everybody in, add the line 'allow_anonymous true' to the configuration";
        }
        boolean thisMachineOnly =
                addresses.stream().allMatch(address -> address.getAddress().isLoopbackAddress());
        if (thisMachineOnly) {
            return "this machine only; to open it to the network, start with -c FILE that has the lines 'listener "
                    + addresses.get(0).getPort() + " 0.0.0.0' and 'allow_anonymous true':"
                    + " then everybody who reaches this machine can read and write everything";
        }
        return "everybody who reaches this machine can read and write everything, since allow_anonymous is true";
    }

    private static String shown(InetSocketAddress address, ListenerConfig listener) {
        InetAddress host = address.getAddress();
        String name = host.getHostAddress();
        String place = host.isAnyLocalAddress()
                ? "port " + address.getPort() + " of all addresses"
                : (name.contains(":") ? "[" + shortened(host) + "]" : name) + ":" + address.getPort();
        return listener.protocol() == Protocol.WEBSOCKETS ? place + " (WebSocket)" : place;
    }

    /** Java writes ::1 as 0:0:0:0:0:0:0:1. */
    private static String shortened(InetAddress host) {
        return host.isLoopbackAddress() ? "::1" : host.getHostAddress();
    }
}
