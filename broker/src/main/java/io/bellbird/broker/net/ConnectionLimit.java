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
 * the count too high takes its own connection back, so that the limit is never passed by one that is kept.
 */
final class ConnectionLimit {
    private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final int connectionsMax;
    private final ShardClock clock;
    private final AtomicInteger open = new AtomicInteger();
    /** Refused and not logged yet. */
    private final AtomicInteger refused = new AtomicInteger();

    private final AtomicLong nextLogNanos;

    /**
     * Begins with no connection.
     *
     * @param name of the limit, for the log
     * @param connectionsMax at least 0, or negative for no limit
     */
    ConnectionLimit(String name, int connectionsMax, ShardClock clock) {
        this.name = name;
        this.connectionsMax = connectionsMax;
        this.clock = clock;
        this.nextLogNanos = new AtomicLong(clock.nanos());
    }

    /**
     * Adds a connection, unless there are as many as may be. Says so in the log once a minute at most.
     *
     * @param peer where the connection comes from
     */
    @AnyThread
    boolean add(String peer) {
        if (open.incrementAndGet() <= connectionsMax || connectionsMax < 0) {
            return true;
        }
        open.decrementAndGet();
        refused.incrementAndGet();
        logOnceAMinute(peer);
        return false;
    }

    private void logOnceAMinute(String peer) {
        long due = nextLogNanos.get();
        long now = clock.nanos();
        if (now - due >= 0 && nextLogNanos.compareAndSet(due, now + LOG_INTERVAL_NANOS)) {
            log.warn("from={} closed, {}={} is reached refused={}", peer, name, connectionsMax, refused.getAndSet(0));
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
