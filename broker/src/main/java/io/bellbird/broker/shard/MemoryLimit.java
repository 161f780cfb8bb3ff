package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How much all shards and the store hold of messages, and whether that is too much. Our own count decides, not that of
 * the garbage collector: it does not depend on when memory is collected.
 *
 * <p>Concurrent: each shard writes its own count, now and then, and reads all.
 */
final class MemoryLimit {
    /** Counts of two shards do not share a cache line. */
    private static final int STRIDE = 16;

    private final long bytesMax;
    private final AtomicLongArray counts;
    private final AtomicLongArray stalledCounts;

    /** @param bytesMax at least 1 */
    MemoryLimit(long bytesMax, int shards) {
        this.bytesMax = bytesMax;
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

    private static long sum(AtomicLongArray counts) {
        long sum = 0;
        for (int i = 0; i < counts.length(); i += STRIDE) {
            sum += counts.get(i);
        }
        return sum;
    }

    long bytesMax() {
        return bytesMax;
    }
}
