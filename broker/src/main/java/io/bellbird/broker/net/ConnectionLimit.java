package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.shard.ShardClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections may be open at one time. Concurrent: every loop counts, in single atomic steps; whoever finds
 * the count too high takes its own connection back, so that the limit is never passed by one that is kept. The limit is
 * one immutable value, which another may replace.
 */
final class ConnectionLimit {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ShardClock clock;
    private volatile Limit limit;
    private final AtomicInteger open = new AtomicInteger();
    /** Refused and not logged yet. */
    private final AtomicInteger refused = new AtomicInteger();

    private final AtomicLong nextLogNanos;

    /**
     * How many.
     *
     * @param name for the log
     * @param connectionsMax at least 0, or negative for no limit
     */
    record Limit(String name, int connectionsMax) {}

    /** Begins with no connection. */
    ConnectionLimit(Limit limit, ShardClock clock) {
        this.limit = limit;
        this.clock = clock;
        this.nextLogNanos = new AtomicLong(clock.nanos());
    }

    /** Lets in as many as this says from now on; who is there stays. */
    @AnyThread
    void change(Limit other) {
        limit = other;
    }

    /**
     * Adds a connection, unless there are as many as may be. Says so in the log once a minute at most.
     *
     * @param peer where the connection comes from
     */
    @AnyThread
    boolean add(String peer) {
        Limit now = limit;
        if (open.incrementAndGet() <= now.connectionsMax || now.connectionsMax < 0) {
            return true;
        }
        open.decrementAndGet();
        refused.incrementAndGet();
        logOnceAMinute(peer, now);
        return false;
    }

    private void logOnceAMinute(String peer, Limit reached) {
        long due = nextLogNanos.get();
        long now = clock.nanos();
        if (now - due >= 0 && nextLogNanos.compareAndSet(due, now + LOG_INTERVAL_NANOS)) {
            log.warn(
                    "from={} closed, {}={} is reached refused={}",
                    peer,
                    reached.name,
                    reached.connectionsMax,
                    refused.getAndSet(0));
        }
    }

    /** A connection that was added has ended. */
    @AnyThread
    void remove() {
        open.decrementAndGet();
    }

    /** Those that are open. */
    @AnyThread
    int open() {
        return open.get();
    }
}
