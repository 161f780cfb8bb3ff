package io.bellbird.console.topics;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.ConsoleThread;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one topic while topics are watched. Belongs to the {@link ConsoleThread}. */
final class WatchedTopic {
    /** What a topic takes in any case, in bytes, */
    private static final int TOPIC_BYTES = 300;
    /** and each level of its name, which may be a node of its own. */
    private static final int LEVEL_BYTES = 150;

    private static final int TEXT_FACTOR = 3;

    private final Topic topic;
    private final Rate rate;
    private final long fixedBytes;
    /** In their order, without the last. */
    private final List<Seen> earlier = new ArrayList<>(0);

    private @Nullable Seen last;
    private long earlierBytes;
    private long messages;
    private long bytes;

    WatchedTopic(Topic topic, long watchedSinceNanos) {
        this.topic = topic;
        this.rate = new Rate(watchedSinceNanos);
        this.fixedBytes = TOPIC_BYTES
                + (long) LEVEL_BYTES * Topic.levelCount(topic.text())
                + (long) TEXT_FACTOR * topic.utf8().length;
    }

    /** It retained this before anybody watched. */
    void retained(Publication publication) {
        last = Seen.bounded(publication, publication.arrivedNanos(), TopicCounts.PAYLOAD_BYTES_MAX);
    }

    /** More has come. */
    void add(TopicCounts.Counted counted, long nowNanos) {
        boolean wasOnlyRetained = messages == 0;
        messages += counted.messages();
        bytes += counted.bytes();
        rate.add(counted.messages(), nowNanos);
        if (wasOnlyRetained && !counted.latest().isEmpty()) {
            last = null;
        }
        counted.latest().forEach(this::add);
        while (earlier.size() >= TopicCounts.MESSAGES_MAX) {
            forget(0);
        }
    }

    /** From several shards they do not come in the order of time. */
    private void add(Seen seen) {
        Seen before = last;
        if (before == null) {
            last = seen;
            return;
        }
        boolean isLast = seen.nanos() >= before.nanos();
        Seen inserted = isLast ? before : seen;
        last = isLast ? seen : before;
        int place = earlier.size();
        while (place > 0 && earlier.get(place - 1).nanos() > inserted.nanos()) {
            place--;
        }
        earlier.add(place, inserted);
        earlierBytes += inserted.memoryBytes();
    }

    private void forget(int index) {
        earlierBytes -= earlier.remove(index).memoryBytes();
    }

    /** Only the last message stays. */
    void forgetEarlier() {
        earlier.clear();
        earlierBytes = 0;
    }

    Topic topic() {
        return topic;
    }

    long messages() {
        return messages;
    }

    /** Of the payloads of those. */
    long bytes() {
        return bytes;
    }

    /** A second. */
    double rate(long nowNanos) {
        return rate.perSecond(nowNanos);
    }

    /** The last message, or what was retained before anybody watched; null when there was no room for it. */
    @Nullable
    Seen last() {
        return last;
    }

    /** The latest, the last one last. */
    List<Seen> history() {
        List<Seen> all = new ArrayList<>(earlier);
        Seen latest = last;
        if (latest != null && messages > 0) {
            all.add(latest);
        }
        return all;
    }

    /** What it takes of memory, in bytes, without {@link #earlierBytes}. */
    long memoryBytes() {
        Seen kept = last;
        return fixedBytes + (kept == null ? 0 : kept.memoryBytes());
    }

    /** What the messages before the last take, in bytes. */
    long earlierBytes() {
        return earlierBytes;
    }
}
