package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How much all shards hold of messages, for each of them to find whether that is too much. Our own count decides, not
 * that of the garbage collector: it does not depend on when memory is collected.
 *
 * <p>Concurrent: each shard writes its own count, now and then, and reads all. When clients took something, any shard
 * writes: of two that write at once either may win, since their times are nearly the same.
 */
final class MemoryLimit {
    /** Counts of two shards do not share a cache line. */
    private static final int STRIDE = 16;

    /** Clients that take nothing for so long do not go on taking: those who publish are read twice a second at least. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final AtomicLongArray counts;
    private final AtomicLongArray stalledCounts;
    /** When a client last took something, and when that began; long ago at first. */
    private final AtomicLong takenNanos = new AtomicLong(Long.MIN_VALUE / 2);

    private final AtomicLong takingSinceNanos = new AtomicLong(Long.MIN_VALUE / 2);

    MemoryLimit(int shards) {
        this.counts = new AtomicLongArray(shards * STRIDE);
        this.stalledCounts = new AtomicLongArray(shards * STRIDE);
    }

    /** What a shard holds now. */
    @AnyThread
    void tell(int shard, long bytes) {
        counts.lazySet(shard * STRIDE, bytes);
    }

    /** What all shards hold, as far as they have told. */
    @AnyThread
    long bytes() {
        return sum(counts);
    }

    /** What a shard holds for clients that have taken nothing for long. */
    @AnyThread
    void tellStalled(int shard, long bytes) {
        stalledCounts.lazySet(shard * STRIDE, bytes);
    }

    /** What all shards hold for clients that have taken nothing for long, as far as they have told. */
    @AnyThread
    long stalledBytes() {
        return sum(stalledCounts);
    }

    /** A client took something that waited for it; times of all shards are of one clock. */
    @AnyThread
    void tellTaken(long nowNanos) {
        if (nowNanos - takenNanos.get() > PAUSE_NANOS) {
            takingSinceNanos.set(nowNanos); // before the other, so that who sees that one sees this one
        }
        takenNanos.set(nowNanos);
    }

    /**
     * For how long after a time clients went on taking, without a pause of 1.5 seconds; 0 or less when they did not.
     *
     * @param sinceNanos by the clock of {@link #tellTaken}
     */
    @AnyThread
    long takenNanosAfter(long sinceNanos) {
        long last = takenNanos.get();
        return Math.min(last - takingSinceNanos.get(), last - sinceNanos);
    }

    private static long sum(AtomicLongArray counts) {
        long sum = 0;
        for (int i = 0; i < counts.length(); i += STRIDE) {
            sum += counts.get(i);
        }
        return sum;
    }
}
