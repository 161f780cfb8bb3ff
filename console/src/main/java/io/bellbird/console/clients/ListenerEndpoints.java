package io.bellbird.console.clients;

import io.bellbird.broker.Administration;
import io.bellbird.broker.Broker.Bound;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the broker listens, and how many are connected there. */
record ListenerEndpoints(Administration broker) {
    void addTo(Api api) {
        api.get("/api/listeners", Scope.READ, call -> call.ok(new Listed(all())));
    }

    private record Listed(List<Open> listeners) {}

    /**
     * An address that is open.
     *
     * @param name the port that is open, or the path of the socket
     * @param port 0 of a Unix domain socket
     * @param maxConnections absent when there is no limit
     * @param origins of the pages that may connect, as browsers name them; absent when all may, and of what is not for pages
     */
    private record Open(
            String name,
            int port,
            String host,
            String protocol,
            boolean tls,
            String address,
            int connections,
            @Nullable Integer maxConnections,
            @Nullable List<String> origins) {}

    private List<Open> all() {
        Map<String, Integer> connections = broker.connectionsByListener();
        List<ListenerConfig> now = broker.broker().config().listeners();
        List<Open> open = new ArrayList<>();
        int place = -1;
        ListenerConfig last = null;
        for (Bound bound : broker.broker().bound()) {
            boolean another = last == null
                    || !last.equals(bound.listener())
                    || last.bindInterface().isEmpty(); // else it has an address for each of the interface
            place += another ? 1 : 0;
            last = bound.listener();
            open.add(show(bound, place < now.size() ? now.get(place) : last, connections));
        }
        return open;
    }

    private static Open show(Bound bound, ListenerConfig now, Map<String, Integer> connections) {
        int port = bound.address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
        String name = port == 0 ? bound.listener().name() : Integer.toString(port);
        List<String> origins = bound.listener().webSocket().origins();
        String address = bound.address() instanceof InetSocketAddress inet
                ? text(inet)
                : bound.address().toString();
        return new Open(
                name,
                port,
                bound.listener().host(),
                bound.listener().protocol().word(),
                bound.listener().tls().isPresent(),
                address,
                connections.getOrDefault(name, 0),
                now.maxConnections() < 0 ? null : now.maxConnections(),
                origins.isEmpty() ? null : origins);
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
