package io.bellbird.console.topics;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Principal;
import io.bellbird.console.http.ConsoleThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tree of topics as one person may see it: no topic that he may not see is in it, in no sum, and no node that leads to
 * such topics only. Belongs to the {@link ConsoleThread}.
 */
final class TreeView {
    /** With a longer payload the last message comes without it. */
    static final int PAYLOAD_BYTES_MAX = 256;

    private static final double TENTHS = 10;

    private final Predicate<WatchedTopic> visible;
    private final RetainedMessages retained;
    private final WallTime time;

    TreeView(Principal reader, RetainedMessages retained, WallTime time) {
        this.visible = topic -> reader.maySee(topic.topic());
        this.retained = retained;
        this.time = time;
    }

    /**
     * A node.
     *
     * @param name its last level
     * @param topic all levels
     * @param topics how many there are here and below; 0 when the level has gone
     * @param messages that were seen of them
     * @param rate of those a second
     * @param bytes of their payloads
     * @param last of the topic that is here; null when none is, or it had no message
     * @param retained whether that topic retains a message
     * @param children whether there are topics below
     */
    record Node(
            String name,
            String topic,
            int topics,
            long messages,
            double rate,
            long bytes,
            @Nullable Message last,
            boolean retained,
            boolean children) {
        /** The same level once no topic is left there. */
        Node gone() {
            return new Node(name, topic, 0, 0, 0, 0, null, false, false);
        }
    }

    /**
     * Those below a node.
     *
     * @param more whether there are, or were, others
     */
    record Nodes(String below, List<Node> nodes, boolean more) {}

    /** The children of a node, in the order of their names. */
    Nodes children(TopicTree tree, String below, int limit) {
        TopicNode node = tree.root().find(below);
        List<Node> found = new ArrayList<>();
        boolean more = !tree.isAll();
        long now = time.nowNanos();
        if (node != null) {
            for (TopicNode child : node.children().values()) {
                TopicNode.Sum sum = child.sum(visible, now);
                if (sum.topics() > 0 && found.size() == limit) {
                    more = true;
                    break;
                }
                if (sum.topics() > 0) {
                    found.add(node(child, sum));
                }
            }
        }
        return new Nodes(below, found, more);
    }

    /**
     * The topics below a node, at any depth, that have a text in their name.
     *
     * @param text in any case
     */
    Nodes search(TopicTree tree, String below, String text, int limit) {
        List<Node> found = new ArrayList<>();
        TopicNode node = tree.root().find(below);
        boolean complete = node == null || search(node, text.toLowerCase(Locale.ROOT), limit, found);
        return new Nodes(below, found, !complete || !tree.isAll());
    }

    /** @return whether it came to the end */
    private boolean search(TopicNode above, String lowerCase, int limit, List<Node> found) {
        for (TopicNode node : above.children().values()) {
            WatchedTopic topic = node.topic();
            boolean isFound =
                    topic != null && node.text().toLowerCase(Locale.ROOT).contains(lowerCase) && visible.test(topic);
            if (isFound && found.size() == limit) {
                return false;
            }
            if (isFound) {
                found.add(node(node, node.sum(visible, time.nowNanos())));
            }
            if (!search(node, lowerCase, limit, found)) {
                return false;
            }
        }
        return true;
    }

    private Node node(TopicNode node, TopicNode.Sum sum) {
        WatchedTopic topic = node.topic();
        WatchedTopic here = topic != null && visible.test(topic) ? topic : null;
        Seen last = here == null ? null : here.last();
        return new Node(
                node.name(),
                node.text(),
                sum.topics(),
                sum.messages(),
                Math.round(sum.rate() * TENTHS) / TENTHS,
                sum.bytes(),
                last == null ? null : Message.brief(last, time, PAYLOAD_BYTES_MAX),
                here != null && isRetained(here.topic()),
                sum.topics() > (here == null ? 0 : 1));
    }

    private boolean isRetained(Topic topic) {
        Publication publication = retained.get(topic);
        return publication != null && !publication.isExpired(time.nowNanos());
    }
}
