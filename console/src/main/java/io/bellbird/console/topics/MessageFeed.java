package io.bellbird.console.topics;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.watch.Tap;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Principal;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Events;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages on some topics, on their way to one reader. What does not fit between him and the shards is dropped, and
 * he is told how much.
 *
 * <p>Concurrent: shards add to a concurrent queue, the admin thread takes; nobody passes a limit without taking his own
 * count back. What was retained comes from the {@link ConsoleThread} through a queue of its own, until a flag says that
 * there is no more.
 */
final class MessageFeed implements Tap, TextSource {
    /** Messages that wait, at most. */
    static final int MESSAGES_MAX = 8_192;
    /** And what they take, in bytes; one that finds nothing waiting may take more. */
    static final long BYTES_MAX = 8L << 20;
    /** Of longer payloads the reader gets the beginning. */
    static final int PAYLOAD_BYTES_MAX = 1 << 20;

    private static final int PIECE_CHARS_MAX = 64 * 1024;

    private final List<TopicFilter> filters;
    private final Principal reader;
    private final WallTime time;
    private final Runnable onEnd;

    private final Queue<Seen> live = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    private final Queue<Seen> retained = new ConcurrentLinkedQueue<>();
    /** What was retained is all in its queue. */
    private volatile boolean complete;
    /** The admin thread has written something, or nothing for so long that it should; monotonic. */
    private volatile long writtenNanos;

    /** The reader knows that all that was retained is behind him. */
    private volatile boolean begun;

    /**
     * A feed that has nothing yet.
     *
     * @param onEnd run by the admin thread when the reader has gone
     */
    MessageFeed(List<TopicFilter> filters, Principal reader, WallTime time, Runnable onEnd) {
        this.filters = List.copyOf(filters);
        this.reader = reader;
        this.time = time;
        this.onEnd = onEnd;
        this.writtenNanos = time.nowNanos();
    }

    /** Whether he gets the messages of a topic. */
    @Override
    @AnyThread
    public boolean wants(Topic topic) {
        for (TopicFilter filter : filters) {
            if (filter.matches(topic)) {
                return reader.maySee(topic);
            }
        }
        return false;
    }

    @Override
    @AnyThread
    public void take(int shard, Publication publication, long nanos) {
        Seen seen = Seen.bounded(publication, nanos, PAYLOAD_BYTES_MAX);
        long size = seen.memoryBytes();
        long before = bytes.getAndAdd(size);
        boolean fits = before == 0 || before + size <= BYTES_MAX;
        if (count.incrementAndGet() > MESSAGES_MAX || !fits) {
            count.decrementAndGet();
            bytes.addAndGet(-size);
            dropped.incrementAndGet();
        } else {
            live.add(seen);
        }
    }

    /** One of the retained messages; all of them come before those that {@link #take} takes. */
    void addRetained(Seen seen) {
        if (wants(seen.publication().topic())) {
            retained.add(seen);
        }
    }

    /** Whether what was retained has been taken, so that more may come. */
    boolean isRetainedTaken() {
        return retained.isEmpty();
    }

    /** No more of what was retained will come, and all that is published from now on does. */
    void completeRetained() {
        complete = true;
    }

    /** Whether {@link #next} has something. */
    @AnyThread
    boolean isDue(long nowNanos) {
        return !live.isEmpty()
                || !retained.isEmpty()
                || dropped.get() > 0
                || (complete && (!begun || isSilent(nowNanos)));
    }

    private boolean isSilent(long nowNanos) {
        return nowNanos - writtenNanos > Streams.HEARTBEAT_NANOS;
    }

    @Override
    public @Nullable String next() {
        StringBuilder piece = new StringBuilder();
        Seen seen = retained.poll();
        while (seen != null && piece.length() < PIECE_CHARS_MAX) {
            write(seen, piece);
            seen = piece.length() < PIECE_CHARS_MAX ? retained.poll() : null;
        }
        if (piece.isEmpty() && complete && retained.isEmpty()) {
            begin(piece);
            writeLive(piece);
        }
        long now = time.nowNanos();
        if (piece.isEmpty() && isSilent(now)) {
            piece.append(Events.COMMENT);
        }
        if (piece.isEmpty()) {
            return null;
        }
        writtenNanos = now;
        return piece.toString();
    }

    private void begin(StringBuilder piece) {
        if (!begun) {
            begun = true;
            piece.append(Events.event("live", Map.of()));
        }
    }

    private void writeLive(StringBuilder piece) {
        while (piece.length() < PIECE_CHARS_MAX) {
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                piece.append(Events.event("dropped", Map.of("count", lost)));
            }
            Seen seen = live.poll();
            if (seen == null) {
                return;
            }
            count.decrementAndGet();
            bytes.addAndGet(-seen.memoryBytes());
            write(seen, piece);
        }
    }

    /** Rights may be others than when it was taken. */
    private void write(Seen seen, StringBuilder piece) {
        if (reader.maySee(seen.publication().topic())) {
            piece.append(Events.event("message", Message.of(seen, time)));
        }
    }

    @Override
    public void onEnd() {
        onEnd.run();
    }
}
