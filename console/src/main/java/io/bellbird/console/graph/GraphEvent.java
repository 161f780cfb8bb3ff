package io.bellbird.console.graph;

import java.util.List;

/**
 * The whole picture, as event {@code graph}. Immutable.
 *
 * @param time in milliseconds since 1970
 * @param clients that match what is asked for, each in a group or by itself
 * @param topics likewise
 * @param edges from a client to a topic for what is published, the other way for what is sent
 */
record GraphEvent(long time, int clients, int topics, List<Node> nodes, List<Link> edges) {
    static final String NAME = "graph";

    /**
     * An edge.
     *
     * @param from id of a node, as the other
     * @param rate messages a second, lately
     */
    record Link(int from, int to, double rate) {}
}
