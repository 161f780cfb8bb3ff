package io.bellbird.console.topics;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.watch.Tap;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.ConsoleThread;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The last message of each topic that somebody asked for lately. When a topic is one too many, the one goes that was asked
 * for the longest ago; of messages that together would take too much, the payload is left out.
 *
 * <p>Concurrent: the {@link ConsoleThread} adds and removes topics of a concurrent map, in which shards look; each replaces
 * the message of a topic in one atomic step, and adds to a common count what that changed.
 */
final class LastMessages implements Tap {
    /** A topic is watched for so long after it was asked for. */
    static final long WATCHED_NANOS = TimeUnit.HOURS.toNanos(1);

    static final int TOPICS_MAX = 1_000;
    static final long BYTES_MAX = 32L << 20;

    private final Map<Topic, Slot> byTopic = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    private static final class Slot {
        private final AtomicReference<@Nullable Seen> last = new AtomicReference<>();
        /** For the one thread that adds and removes. */
        private long askedNanos;
    }

    @Override
    @AnyThread
    public boolean wants(Topic topic) {
        return byTopic.containsKey(topic);
    }

    @Override
    @AnyThread
    public void take(int shard, Publication publication, long nanos) {
        Slot slot = byTopic.get(publication.topic());
        if (slot != null) {
            Seen seen = Seen.whole(publication, nanos);
            if (bytes.get() + seen.memoryBytes() > BYTES_MAX) {
                seen = Seen.bounded(publication, nanos, 0);
            }
            replace(slot, seen);
        }
    }

    private void replace(Slot slot, @Nullable Seen seen) {
        Seen before = slot.last.getAndSet(seen);
        bytes.addAndGet((seen == null ? 0 : seen.memoryBytes()) - (before == null ? 0 : before.memoryBytes()));
    }

    /**
     * Watches a topic from now on, or goes on with it. On the topic thread.
     *
     * @return whether it was not watched before
     */
    boolean watch(Topic topic, long nowNanos) {
        Slot slot = byTopic.get(topic);
        boolean isNew = slot == null;
        if (slot == null) {
            if (byTopic.size() == TOPICS_MAX) {
                byTopic.entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().askedNanos))
                        .ifPresent(oldest -> remove(oldest.getKey()));
            }
            slot = new Slot();
            byTopic.put(topic, slot);
        }
        slot.askedNanos = nowNanos;
        return isNew;
    }

    private void remove(Topic topic) {
        Slot slot = byTopic.remove(topic);
        if (slot != null) {
            replace(slot, null);
        }
    }

    /** The topics that nobody has asked for are watched no longer. On the topic thread. */
    void expire(long nowNanos) {
        byTopic.forEach((topic, slot) -> {
            if (nowNanos - slot.askedNanos > WATCHED_NANOS) {
                remove(topic);
            }
        });
    }

    boolean isEmpty() {
        return byTopic.isEmpty();
    }

    /** What was seen last; null when nothing was, or when the topic is not watched. */
    @AnyThread
    @Nullable
    Seen get(Topic topic) {
        Slot slot = byTopic.get(topic);
        return slot == null ? null : slot.last.get();
    }

    /** What the messages take, in bytes. */
    long bytes() {
        return bytes.get();
    }
}
