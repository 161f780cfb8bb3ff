package io.bellbird.console.graph;

import java.util.Collection;
import java.util.List;

/**
 * What happened since the event before, as event {@code flows}. Immutable.
 *
 * @param time in milliseconds since 1970
 * @param published messages that the broker accepted from clients, whether they are in the picture or not
 * @param sent messages that the broker sent to clients, likewise
 * @param clients as in {@link GraphEvent}
 * @param topics as in {@link GraphEvent}
 * @param edges each as from, to, messages
 * @param nodes that are new, or stand for another number
 * @param gone ids of nodes that are no more, and their edges with them
 */
record FlowsEvent(
        long time,
        long published,
        long sent,
        int clients,
        int topics,
        List<long[]> edges,
        Collection<Node> nodes,
        List<Integer> gone) {
    static final String NAME = "flows";
}
