package io.bellbird.console.graph;

import io.bellbird.broker.session.SessionView;
import io.bellbird.broker.watch.Flow;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which clients and topics had to do with each other lately, and which clients are there. Belongs to one thread. What is
 * silent for a minute is forgotten, and there are at most {@link #EDGES_MAX} pairs of a client and a topic.
 */
final class Network {
    static final int EDGES_MAX = 20_000;
    static final long FORGOTTEN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** A rate follows what happens with a delay of about this. */
    private static final double RATE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Map<Key, Edge> edges = new HashMap<>();
    private final Map<String, String> users = new HashMap<>();
    private Collection<String> connected = List.of();

    private record Key(String clientId, Topic topic) {}

    /** What goes between a client and a topic. */
    static final class Edge {
        private final String clientId;
        private final Topic topic;
        private double published;
        private double sent;
        private long lastNanos;

        Edge(String clientId, Topic topic, long nanos) {
            this.clientId = clientId;
            this.topic = topic;
            this.lastNanos = nanos;
        }

        String clientId() {
            return clientId;
        }

        Topic topic() {
            return topic;
        }

        private void add(Flow flow, long nanos) {
            double kept = kept(nanos);
            published = published * kept + flow.published() / RATE_NANOS * NANOS_A_SECOND;
            sent = sent * kept + flow.sent() / RATE_NANOS * NANOS_A_SECOND;
            lastNanos = nanos;
        }

        private double kept(long nanos) {
            return Math.exp((lastNanos - nanos) / RATE_NANOS);
        }

        /** Messages a second from the client, lately. */
        double publishedRate(long nanos) {
            return published * kept(nanos);
        }

        /** Messages a second to the client, lately. */
        double sentRate(long nanos) {
            return sent * kept(nanos);
        }
    }

    /** Takes in what was counted, at a monotonic time. */
    void add(Collection<Flow> flows, long nanos) {
        for (Flow flow : flows) {
            Key key = new Key(flow.clientId(), flow.topic());
            Edge edge = edges.get(key);
            if (edge == null && edges.size() < EDGES_MAX) {
                edge = new Edge(flow.clientId(), flow.topic(), nanos);
                edges.put(key, edge);
            }
            if (edge != null) {
                edge.add(flow, nanos);
            }
        }
    }

    /** These sessions are there at the moment, or the first of them if there are too many. */
    void setSessions(Collection<SessionView> sessions) {
        List<String> present = new ArrayList<>();
        users.clear();
        for (SessionView session : sessions) {
            if (session.isConnected()) {
                present.add(session.clientId());
            }
            String user = session.user();
            if (user != null) {
                users.put(session.clientId(), user);
            }
        }
        connected = present;
    }

    /** Lets go of what is silent. */
    void forget(long nanos) {
        edges.values().removeIf(edge -> nanos - edge.lastNanos > FORGOTTEN_AFTER_NANOS);
    }

    Collection<Edge> edges() {
        return edges.values();
    }

    /** The clients that are connected, as far as they are known. */
    Collection<String> connected() {
        return connected;
    }

    /** The users of clients, as far as they are known and have one. */
    Map<String, String> users() {
        return users;
    }

    /** Nobody looks any more. */
    void clear() {
        edges.clear();
        users.clear();
        connected = List.of();
    }
}
