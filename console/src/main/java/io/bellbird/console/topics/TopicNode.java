package io.bellbird.console.topics;

import io.bellbird.console.http.ConsoleThread;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A level of the names of topics. The levels of a name are what stands between its slashes, but for a slash at its very
 * beginning, which belongs to the first level: so no node but the root has the empty text. Belongs to the {@link
 * ConsoleThread}.
 */
final class TopicNode {
    private final String name;
    private final String text;
    private final @Nullable TopicNode parent;
    private @Nullable Map<String, TopicNode> children;
    private @Nullable WatchedTopic topic;

    /** The root, which has no name. */
    TopicNode() {
        this("", "", null);
    }

    private TopicNode(String name, String text, @Nullable TopicNode parent) {
        this.name = name;
        this.text = text;
        this.parent = parent;
    }

    /** Where the level of a name ends that begins at an index. */
    private static int end(String topic, int start) {
        int slash = topic.indexOf('/', start == 0 ? 1 : start);
        return slash < 0 ? topic.length() : slash;
    }

    /** The node of a topic; made, with those above it, if it is not there. To be called on the root. */
    TopicNode obtain(String topic) {
        TopicNode node = this;
        int start = 0;
        while (start <= topic.length()) {
            int end = end(topic, start);
            node = node.child(topic.substring(start, end), topic, end);
            start = end + 1;
        }
        return node;
    }

    private TopicNode child(String level, String topic, int end) {
        if (children == null) {
            children = new TreeMap<>();
        }
        return children.computeIfAbsent(level, first -> new TopicNode(level, topic.substring(0, end), this));
    }

    /** The node of a text; empty is the root. Null when it is not there. To be called on the root. */
    @Nullable
    TopicNode find(String wanted) {
        TopicNode node = this;
        int start = 0;
        while (node != null && !wanted.isEmpty() && start <= wanted.length()) {
            int end = end(wanted, start);
            node = node.children().get(wanted.substring(start, end));
            start = end + 1;
        }
        return node;
    }

    /** It is a topic no longer; it goes, with those above it that lead to none. */
    void remove() {
        topic = null;
        TopicNode node = this;
        TopicNode above = parent;
        while (above != null && node.topic == null && node.children().isEmpty()) {
            above.children().remove(node.name);
            node = above;
            above = node.parent;
        }
    }

    /** The last level; empty of the root. */
    String name() {
        return name;
    }

    /** All levels; empty of the root. */
    String text() {
        return text;
    }

    Map<String, TopicNode> children() {
        return children == null ? Map.of() : children;
    }

    /** Null when there is no such topic, only others below. */
    @Nullable
    WatchedTopic topic() {
        return topic;
    }

    void topic(WatchedTopic here) {
        topic = here;
    }

    /** What there is here and below. */
    static final class Sum {
        private int topics;
        private long messages;
        private long bytes;
        private double rate;

        int topics() {
            return topics;
        }

        long messages() {
            return messages;
        }

        long bytes() {
            return bytes;
        }

        double rate() {
            return rate;
        }

        private void add(WatchedTopic one, long nowNanos) {
            topics++;
            messages += one.messages();
            bytes += one.bytes();
            rate += one.rate(nowNanos);
        }
    }

    /** Adds up what is visible of it. */
    Sum sum(Predicate<WatchedTopic> visible, long nowNanos) {
        Sum sum = new Sum();
        addTo(sum, visible, nowNanos);
        return sum;
    }

    /** Names have 200 levels at most. */
    private void addTo(Sum sum, Predicate<WatchedTopic> visible, long nowNanos) {
        if (topic != null && visible.test(topic)) {
            sum.add(topic, nowNanos);
        }
        children().values().forEach(child -> child.addTo(sum, visible, nowNanos));
    }
}
