package io.bellbird.console.topics;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.ConsoleThread;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics that were seen since somebody watches, and those that retain a message, up to a limit of topics and of
 * memory: above it, those go whose last message is the longest ago. Belongs to the {@link ConsoleThread}.
 */
final class TopicTree {
    static final int TOPICS_MAX = 20_000;
    /** What topics with their last messages take, in bytes. */
    static final long TOPICS_BYTES_MAX = 24L << 20;
    /** And the messages before those. */
    static final long EARLIER_BYTES_MAX = 8L << 20;

    private static final float LOAD_FACTOR = 0.75f;
    private static final int CAPACITY = 64;

    private final long sinceNanos;
    private final TopicNode root = new TopicNode();
    /** The one that had a message the longest ago first. */
    private final Map<Topic, TopicNode> nodes = new LinkedHashMap<>(CAPACITY, LOAD_FACTOR, true);
    /** Those that have more than one message, in the same order. */
    private final Map<Topic, WatchedTopic> withEarlier = new LinkedHashMap<>(CAPACITY, LOAD_FACTOR, true);

    private long topicsBytes;
    private long earlierBytes;
    private boolean isAll = true;

    /** @param sinceNanos since when messages are counted, monotonic */
    TopicTree(long sinceNanos) {
        this.sinceNanos = sinceNanos;
    }

    TopicNode root() {
        return root;
    }

    /** Whether no topic was left out, or had to go. */
    boolean isAll() {
        return isAll;
    }

    /** A topic retains this; to be told before anything is counted. */
    void retained(Publication publication) {
        WatchedTopic topic = obtain(publication.topic());
        long before = topic.memoryBytes();
        topic.retained(publication);
        topicsBytes += topic.memoryBytes() - before;
    }

    /** Whether a topic more would be one too many. */
    boolean isFull() {
        return nodes.size() >= TOPICS_MAX || topicsBytes >= TOPICS_BYTES_MAX;
    }

    /** Some topics are not here. */
    void leftOut() {
        isAll = false;
    }

    /** A shard has counted more. */
    void add(TopicCounts.Counts counts, long nowNanos) {
        counts.topics().forEach(counted -> add(counted, nowNanos));
        isAll &= counts.isAll();
    }

    private void add(TopicCounts.Counted counted, long nowNanos) {
        WatchedTopic topic = obtain(counted.topic());
        long before = topic.memoryBytes();
        long earlierBefore = topic.earlierBytes();
        topic.add(counted, nowNanos);
        topicsBytes += topic.memoryBytes() - before;
        earlierBytes += topic.earlierBytes() - earlierBefore;
        if (topic.earlierBytes() > 0) {
            withEarlier.put(topic.topic(), topic);
        }
        while (earlierBytes > EARLIER_BYTES_MAX) {
            forgetEarlier(withEarlier.values().iterator().next());
        }
        while (nodes.size() > TOPICS_MAX || topicsBytes > TOPICS_BYTES_MAX) {
            forget(nodes.values().iterator().next());
        }
    }

    private WatchedTopic obtain(Topic name) {
        TopicNode node = nodes.get(name);
        if (node == null) {
            node = root.obtain(name.text());
            nodes.put(name, node);
        }
        WatchedTopic topic = node.topic();
        if (topic == null) {
            topic = new WatchedTopic(name, sinceNanos);
            node.topic(topic);
            topicsBytes += topic.memoryBytes();
        }
        return topic;
    }

    private void forgetEarlier(WatchedTopic topic) {
        earlierBytes -= topic.earlierBytes();
        topic.forgetEarlier();
        withEarlier.remove(topic.topic());
    }

    private void forget(TopicNode node) {
        WatchedTopic topic = node.topic();
        if (topic == null) {
            throw new IllegalStateException(node.text() + " is no topic");
        }
        forgetEarlier(topic);
        topicsBytes -= topic.memoryBytes();
        nodes.remove(topic.topic());
        node.remove();
        isAll = false;
    }

    /** What is known of a topic; null when nothing is. */
    @Nullable
    WatchedTopic find(Topic topic) {
        TopicNode node = root.find(topic.text());
        return node == null ? null : node.topic();
    }

    /** How many topics there are. */
    int size() {
        return nodes.size();
    }

    /** What all of it takes, in bytes, estimated. */
    long memoryBytes() {
        return topicsBytes + earlierBytes;
    }
}
