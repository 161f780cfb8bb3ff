package io.bellbird.store.rocksdb;

import com.sun.management.OperatingSystemMXBean;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a store keeps what it is given.
 *
 * @param folder the data folder; created when it is not there
 * @param wallClock tells how long messages and sessions have aged between two processes
 * @param nanos monotonic, the clock of the shards
 * @param retained the retained message of a topic at this moment, or null; called by any thread
 * @param cacheBytes memory for RocksDB's caches and write buffers together, 16 MiB or more
 * @param freeBytesMin with less space than this on the disk nothing new is accepted; 0 for no limit
 */
public record RocksStoreConfig(
        Path folder,
        InstantSource wallClock,
        LongSupplier nanos,
        Function<Topic, @Nullable Publication> retained,
        long cacheBytes,
        long freeBytesMin) {
    private static final long CACHE_BYTES_MIN = 16L << 20;
    private static final long CACHE_BYTES_MAX = 256L << 20;
    private static final long MEMORY_PART = 16;

    public RocksStoreConfig {
        if (cacheBytes < CACHE_BYTES_MIN || freeBytesMin < 0) {
            throw new IllegalArgumentException("cacheBytes " + cacheBytes + ", freeBytesMin " + freeBytesMin);
        }
    }

    /** A sixteenth of this machine's memory, but not more than half of what the heap may have; 16 to 256 MiB. */
    public static long defaultCacheBytes() {
        long memoryBytes =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        long heapBytesMax = Runtime.getRuntime().maxMemory();
        long bytes = Math.min(memoryBytes / MEMORY_PART, heapBytesMax / 2);
        return Math.max(CACHE_BYTES_MIN, Math.min(CACHE_BYTES_MAX, bytes));
    }
}
