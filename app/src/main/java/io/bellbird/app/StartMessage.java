package io.bellbird.app;

import io.bellbird.app.cli.Version;
import io.bellbird.broker.Broker.Bound;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.ProxyProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines that a started broker says: where it listens, where data goes, how much memory it takes, who can use it, and
 * where its console is.
 */
final class StartMessage {
    private StartMessage() {}

    /**
     * @param bound what is open, in the order of the listeners
     * @param dataFolder empty when all is kept in memory
     * @param admin where the console is; empty when nowhere
     */
    static List<String> lines(
            BrokerConfig config,
            List<Bound> bound,
            Optional<Path> dataFolder,
            MemoryBound memory,
            Optional<InetSocketAddress> admin) {
        List<String> lines = new ArrayList<>(List.of(
                "bellbird " + Version.number() + " listens on "
                        + bound.stream().map(StartMessage::shown).collect(Collectors.joining(", ")),
                "data: " + data(config, dataFolder),
                memory.line(),
                "access: " + access(config, bound)));
        admin.ifPresent(address -> lines.add("console: " + ConsoleAddress.of(address)
                + "; to open it in a browser, logged in: bellbird console --open"));
        return lines;
    }

    private static String data(BrokerConfig config, Optional<Path> dataFolder) {
        return dataFolder
                .map(folder -> folder + ", durability "
                        + config.durability().name().toLowerCase(Locale.ROOT)
                        + "; what that means: bellbird explain durability")
                .orElse("in memory, since persistence is false; sessions and retained messages end with this process");
    }

    private static String access(BrokerConfig config, List<Bound> bound) {
        List<SocketAddress> open = bound.stream()
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
        boolean thisMachineOnly = open.stream().allMatch(StartMessage::isThisMachine);
        if (open.isEmpty()) {
            return users.isEmpty() ? nobody() : users;
        }
        if (!users.isEmpty()) {
            return (thisMachineOnly ? "everybody on this machine" : "everybody who reaches this machine") + " on "
                    + places(open) + "; elsewhere " + users;
        }
        if (thisMachineOnly) {
            return "this machine only; to open it to the network, start with -c FILE that has the lines 'listener "
                    + port(open) + " 0.0.0.0' and 'allow_anonymous true':"
                    + " then everybody who reaches this machine can read and write everything";
        }
        return "everybody who reaches this machine can read and write everything, since "
                + (open.size() == bound.size()
                        ? "allow_anonymous is true"
                        : "anonymous clients are allowed on " + places(open));
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

    private static boolean isThisMachine(SocketAddress address) {
        return !(address instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
    }

    /** One that can be opened to the network as well. */
    private static int port(List<SocketAddress> addresses) {
        return addresses.stream()
                .filter(InetSocketAddress.class::isInstance)
                .map(address -> ((InetSocketAddress) address).getPort())
                .findFirst()
                .orElse(BrokerConfig.MQTT_PORT);
    }

    private static String places(List<SocketAddress> addresses) {
        return addresses.stream()
                .map(address ->
                        address instanceof InetSocketAddress inet ? "port " + inet.getPort() : address.toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String shown(Bound bound) {
        boolean isTcp = bound.address() instanceof InetSocketAddress;
        String place = isTcp
                ? shown((InetSocketAddress) bound.address())
                : bound.address().toString();
        ListenerConfig listener = bound.listener();
        String kinds = Stream.of(
                        isTcp ? "" : "Unix socket",
                        listener.protocol() == Protocol.WEBSOCKETS ? "WebSocket" : "",
                        listener.tls().isPresent() ? "TLS" : "",
                        listener.proxyProtocol() == ProxyProtocol.NONE ? "" : "for proxies only")
                .filter(kind -> !kind.isEmpty())
                .collect(Collectors.joining(", "));
        return kinds.isEmpty() ? place : place + " (" + kinds + ")";
    }

    private static String shown(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String name = host.getHostAddress();
        return host.isAnyLocalAddress()
                ? "port " + address.getPort() + " of all addresses"
                : (name.contains(":") ? "[" + shortened(host) + "]" : name) + ":" + address.getPort();
    }

    /** Java writes ::1 as 0:0:0:0:0:0:0:1. */
    private static String shortened(InetAddress host) {
        return host.isLoopbackAddress() ? "::1" : host.getHostAddress();
    }
}
