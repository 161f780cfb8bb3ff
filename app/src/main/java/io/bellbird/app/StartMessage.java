package io.bellbird.app;

import io.bellbird.broker.Broker.Bound;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lines that a started broker says: where it listens, where data goes, how much memory it takes, who can use it. */
final class StartMessage {
    private StartMessage() {}

    /**
     * @param bound what is open, in the order of the listeners
     * @param dataFolder empty when all is kept in memory
     */
    static List<String> lines(BrokerConfig config, List<Bound> bound, Optional<Path> dataFolder, MemoryBound memory) {
        return List.of(
                "bellbird " + Version.number() + " listens on "
                        + bound.stream().map(StartMessage::shown).collect(Collectors.joining(", ")),
                "data: " + data(config, dataFolder),
                memory.line(),
                "access: " + access(config, bound));
    }

    private static String data(BrokerConfig config, Optional<Path> dataFolder) {
        return dataFolder
                .map(folder -> folder + ", durability "
                        + config.durability().name().toLowerCase(Locale.ROOT)
                        + "; what that means: bellbird explain durability")
                .orElse("in memory, since persistence is false; sessions and retained messages end with this process");
    }

    private static String access(BrokerConfig config, List<Bound> bound) {
        List<InetSocketAddress> open = bound.stream()
                .filter(each -> config.allowAnonymous(each.listener()))
                .map(Bound::address)
                .toList();
        List<Bound> closed = bound.stream()
                .filter(each -> !config.allowAnonymous(each.listener()))
                .toList();
        String users = closed.stream()
                .flatMap(each -> users(config, each.listener()).stream())
                .distinct()
                .collect(Collectors.joining(", "));
        boolean thisMachineOnly =
                open.stream().allMatch(address -> address.getAddress().isLoopbackAddress());
        if (open.isEmpty()) {
            return users.isEmpty() ? nobody() : users;
        }
        if (!users.isEmpty()) {
            return (thisMachineOnly ? "everybody on this machine" : "everybody who reaches this machine") + " on port "
                    + ports(open) + "; on other ports " + users;
        }
        if (thisMachineOnly) {
            return "this machine only; to open it to the network, start with -c FILE that has the lines 'listener "
                    + open.get(0).getPort() + " 0.0.0.0' and 'allow_anonymous true':"
                    + " then everybody who reaches this machine can read and write everything";
        }
        return "everybody who reaches this machine can read and write everything, since "
                + (open.size() == bound.size()
                        ? "allow_anonymous is true"
                        : "anonymous clients are allowed on port " + ports(open));
    }

    /** Who may connect to a listener that is not open to everybody; nobody when it is empty. */
    private static List<String> users(BrokerConfig config, ListenerConfig listener) {
        List<String> users = new ArrayList<>();
        config.passwordFile(listener).ifPresent(file -> users.add("the users of " + file));
        if (listener.tls().stream().anyMatch(tls -> tls.clientCertificate().isUser())) {
            users.add("clients with a certificate");
        }
        return users;
    }

    private static String nobody() {
        return "nobody can connect, since allow_anonymous is off and there is no password_file;"
                + " make a user with 'bellbird passwd -c FILE USER' and add the line 'password_file FILE' to the"
                + " configuration, or let everybody in with the line 'allow_anonymous true'";
    }

    private static String ports(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> Integer.toString(address.getPort()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String shown(Bound bound) {
        InetSocketAddress address = bound.address();
        InetAddress host = address.getAddress();
        String name = host.getHostAddress();
        String place = host.isAnyLocalAddress()
                ? "port " + address.getPort() + " of all addresses"
                : (name.contains(":") ? "[" + shortened(host) + "]" : name) + ":" + address.getPort();
        boolean webSocket = bound.listener().protocol() == Protocol.WEBSOCKETS;
        if (bound.listener().tls().isPresent()) {
            return place + (webSocket ? " (WebSocket, TLS)" : " (TLS)");
        }
        return webSocket ? place + " (WebSocket)" : place;
    }

    /** Java writes ::1 as 0:0:0:0:0:0:0:1. */
    private static String shortened(InetAddress host) {
        return host.isLoopbackAddress() ? "::1" : host.getHostAddress();
    }
}
