package io.bellbird.broker.watch;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one who traces wants to know, and the lines that wait for him: those above a limit are dropped and counted.
 *
 * <p>Concurrent: shards add, one reader takes. Nobody passes the limit without taking his own count back. A reader that
 * finds nothing lowers the flag of the wake-up before it looks for the last time.
 */
public final class Trace {
    /** Lines that wait, at most. */
    static final int LINES_MAX = 4_096;

    private final @Nullable String clientId;
    private final @Nullable TopicFilter filter;
    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable wake;

    /**
     * A line.
     *
     * @param nanos when it happened, monotonic
     * @param droppedBefore lines that there was no room for, since the one before
     */
    public record Line(long nanos, String text, long droppedBefore) {}

    /**
     * A trace of a client, of topics, or of both: then of the messages on these topics that concern this client.
     *
     * @param clientId null for all
     * @param filter null for all; one of both is not null
     * @param wake run by any thread when there is something to take, once until {@link #take} has found nothing
     */
    public Trace(@Nullable String clientId, @Nullable TopicFilter filter, Runnable wake) {
        if (clientId == null && filter == null) {
            throw new IllegalArgumentException("a trace is about a client or about topics");
        }
        this.clientId = clientId;
        this.filter = filter;
        this.wake = wake;
    }

    /**
     * Whether it is about this.
     *
     * @param about the client's id; empty when it is the broker itself
     * @param topic null when it is about no message
     */
    boolean concerns(String about, @Nullable Topic topic) {
        boolean ofClient = clientId == null ? topic != null : clientId.equals(about);
        return ofClient && (filter == null || topic == null || filter.matches(topic));
    }

    @AnyThread
    void add(long nanos, String text) {
        if (count.incrementAndGet() > LINES_MAX) {
            count.decrementAndGet();
            dropped.incrementAndGet();
        } else {
            lines.add(new Line(nanos, text, dropped.getAndSet(0)));
        }
        if (woken.compareAndSet(false, true)) {
            wake.run();
        }
    }

    /** The next line; null when there is none. For one thread. */
    public @Nullable Line take() {
        Line line = lines.poll();
        if (line == null) {
            woken.set(false);
            line = lines.poll();
        }
        if (line != null) {
            count.decrementAndGet();
        }
        return line;
    }

    /** Lines that were dropped, and that no line after them tells of; they are told now. */
    public long takeDropped() {
        return dropped.getAndSet(0);
    }
}
