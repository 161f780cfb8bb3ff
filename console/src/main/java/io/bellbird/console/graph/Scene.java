package io.bellbird.console.graph;

import io.bellbird.broker.watch.Flow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The picture that one viewer has of the network, and what he is to be told of it next. Belongs to one thread.
 *
 * <p>How names are grouped changes seldom, since then he gets the whole picture anew: when there are more nodes than he
 * wants, or so few names that each can be a node.
 */
final class Scene {
    /** Above this, new clients and topics are not shown before they are grouped. */
    private static final int NODES_MAX = 2 * GraphQuery.LIMIT_MAX;

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BETWEEN_EVENTS_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** So much of the nodes that are allowed are used when names must be grouped: there is room for more. */
    private static final double GROUPED_SHARE = 0.6;

    /** Before the keys of groups: no name begins so. */
    private static final char GROUP = 0;

    private final GraphQuery query;
    private final LongSupplier wallMillis;
    private final Part clients;
    private final Part topics;
    private int lastId;

    /** He is to be told the whole picture. */
    private boolean whole = true;

    private @Nullable Long lookedNanos;
    private long toldNanos;

    // What he is to be told of next
    private final Map<Long, long[]> counts = new LinkedHashMap<>();
    private final Map<Integer, Node> changed = new LinkedHashMap<>();
    private final List<Integer> gone = new ArrayList<>();
    private long published;
    private long sent;

    /** @param wallMillis the time of day, in milliseconds since 1970 */
    Scene(GraphQuery query, LongSupplier wallMillis) {
        this.query = query;
        this.wallMillis = wallMillis;
        this.clients = new Part(Kind.CLIENT, query.clientsMax());
        this.topics = new Part(Kind.TOPIC, query.topicsMax());
    }

    /** The clients, or the topics. */
    private final class Part {
        private final Kind kind;
        private final int max;
        private Grouping grouping = Grouping.NONE;
        /** Nodes by the name or the group's key. */
        private final Map<String, Node> nodes = new HashMap<>();
        /** Nodes by the names that they stand for, as far as they were asked for. */
        private final Map<String, Node> byName = new HashMap<>();

        private int names;
        /** With more nodes than these, names are grouped anew. */
        private int nodesMax;
        /** With more names too, once they are grouped. */
        private int namesMax;

        Part(Kind kind, int max) {
            this.kind = kind;
            this.nodesMax = max;
            this.max = max;
        }

        /** The node of a name, which is a new one if need be; null when there are too many. */
        @Nullable
        Node node(String name) {
            Node known = byName.get(name);
            if (known != null) {
                return known;
            }
            Grouping.Group group = grouping.of(name).orElse(null);
            Node node = nodes.get(group == null ? name : GROUP + group.key());
            if (node == null && nodes.size() < NODES_MAX) {
                node = group == null
                        ? new Node(++lastId, kind, name, null, 1)
                        : new Node(++lastId, kind, group.label(), group.key(), 1);
                put(node);
            }
            if (node != null) {
                byName.put(name, node);
            }
            return node;
        }

        private void put(Node node) {
            nodes.put(key(node), node);
            changed.put(node.id(), node);
        }

        /** Groups names otherwise: all nodes are new. */
        private void regroup(Grouping other) {
            grouping = other;
            nodes.clear();
            byName.clear();
            whole = true;
        }

        /** Whether there are more nodes than can wait for the next look. */
        boolean isOverfull() {
            return nodes.size() > 2 * nodesMax;
        }

        /**
         * These names and no others are there now.
         *
         * @param grouped gives groups for a number of nodes
         */
        void look(Set<String> present, IntFunction<Grouping> grouped) {
            names = present.size();
            byName.keySet().retainAll(present);
            if (grouping != Grouping.NONE && names <= max * 4 / 5) {
                regroup(Grouping.NONE);
                nodesMax = max;
            }
            present.forEach(this::node);
            boolean isOutgrown = nodes.size() > nodesMax || (grouping != Grouping.NONE && names > namesMax);
            if (names > max && isOutgrown) {
                regroup(grouped.apply((int) (max * GROUPED_SHARE)));
                present.forEach(this::node);
                nodesMax = Math.max(max, nodes.size() * 5 / 4);
                namesMax = names * 3 / 2;
            }
            removeAllBut(present);
        }

        private void removeAllBut(Set<String> present) {
            Set<String> shown = new HashSet<>();
            Map<Integer, Integer> members = new HashMap<>();
            for (String name : present) {
                Node node = node(name);
                if (node != null) {
                    shown.add(key(node));
                    members.merge(node.id(), 1, Integer::sum);
                }
            }
            nodes.values().removeIf(node -> {
                boolean isGone = !shown.contains(key(node));
                if (isGone) {
                    gone.add(node.id());
                    changed.remove(node.id());
                }
                return isGone;
            });
            count(members);
        }

        private void count(Map<Integer, Integer> members) {
            for (Node node : List.copyOf(nodes.values())) {
                int count = members.getOrDefault(node.id(), 1);
                if (count != node.count()) {
                    put(new Node(node.id(), kind, node.label(), node.group(), count));
                }
            }
            byName.replaceAll((name, node) -> nodes.getOrDefault(key(node), node));
        }

        private static String key(Node node) {
            return node.group() == null ? node.label() : GROUP + node.group();
        }
    }

    /** Takes in what was counted in the latest window of time. */
    void add(Network network, Collection<Flow> flows, long publishedInAll, long sentInAll, long nanos) {
        published += publishedInAll;
        sent += sentInAll;
        if (lookedNanos == null
                || nanos - lookedNanos >= BETWEEN_LOOKS_NANOS
                || clients.isOverfull()
                || topics.isOverfull()) {
            lookedNanos = nanos;
            look(network);
        }
        for (Flow flow : flows) {
            if (query.shows(flow.clientId(), flow.topic())) {
                add(flow);
            }
        }
    }

    private void add(Flow flow) {
        Node client = clients.node(flow.clientId());
        Node topic = topics.node(flow.topic().text());
        if (client != null && topic != null) {
            count(client, topic, flow.published());
            count(topic, client, flow.sent());
        }
    }

    private void count(Node from, Node to, long messages) {
        if (messages > 0) {
            counts.computeIfAbsent(pair(from, to), pair -> new long[] {from.id(), to.id(), 0})[2] += messages;
        }
    }

    private static long pair(Node from, Node to) {
        return (long) from.id() << Integer.SIZE | to.id();
    }

    /** Looks at all of the network: what is there, what is gone, and whether it must be grouped otherwise. */
    private void look(Network network) {
        Set<String> clientsThere = new HashSet<>();
        Set<String> topicsThere = new HashSet<>();
        for (Network.Edge edge : network.edges()) {
            if (query.shows(edge.clientId(), edge.topic())) {
                clientsThere.add(edge.clientId());
                topicsThere.add(edge.topic().text());
            }
        }
        if (query.showsQuietClients()) {
            network.connected().stream().filter(query::shows).forEach(clientsThere::add);
        }
        clients.look(clientsThere, max -> Grouping.ofClients(clientsThere, network.users(), max, query.open()));
        topics.look(topicsThere, max -> Grouping.ofTopics(topicsThere, max, query.open()));
    }

    /** The next event; null when there is nothing to tell, and he was told something a short while ago. */
    @Nullable
    Object next(Network network, long nanos) {
        if (whole) {
            return told(nanos, graph(network, nanos));
        }
        boolean quiet = counts.isEmpty() && changed.isEmpty() && gone.isEmpty();
        if (quiet && nanos - toldNanos < BETWEEN_EVENTS_NANOS) {
            return null;
        }
        return told(
                nanos,
                new FlowsEvent(
                        wallMillis.getAsLong(),
                        published,
                        sent,
                        clients.names,
                        topics.names,
                        List.copyOf(counts.values()),
                        List.copyOf(changed.values()),
                        List.copyOf(gone)));
    }

    private Object told(long nanos, Object event) {
        whole = false;
        toldNanos = nanos;
        counts.clear();
        changed.clear();
        gone.clear();
        published = 0;
        sent = 0;
        return event;
    }

    private GraphEvent graph(Network network, long nanos) {
        Map<Long, GraphEvent.Link> links = new LinkedHashMap<>();
        for (Network.Edge edge : network.edges()) {
            if (query.shows(edge.clientId(), edge.topic())) {
                Node client = clients.node(edge.clientId());
                Node topic = topics.node(edge.topic().text());
                if (client != null && topic != null) {
                    link(links, client, topic, edge.publishedRate(nanos));
                    link(links, topic, client, edge.sentRate(nanos));
                }
            }
        }
        List<Node> nodes = new ArrayList<>(clients.nodes.values());
        nodes.addAll(topics.nodes.values());
        return new GraphEvent(wallMillis.getAsLong(), clients.names, topics.names, nodes, List.copyOf(links.values()));
    }

    private static void link(Map<Long, GraphEvent.Link> links, Node from, Node to, double rate) {
        if (rate > 0) {
            links.merge(
                    pair(from, to),
                    new GraphEvent.Link(from.id(), to.id(), Math.round(rate * 100) / 100.0),
                    (one, other) -> new GraphEvent.Link(one.from(), one.to(), one.rate() + other.rate()));
        }
    }
}
