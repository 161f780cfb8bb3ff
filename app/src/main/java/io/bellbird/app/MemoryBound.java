package io.bellbird.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.store.rocksdb.RocksStoreConfig;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * The most memory that the process takes, by its parts, in bytes.
 *
 * @param messages what messages may take of heap and network buffers, by {@code memory_limit}
 * @param heap what Java's heap may have
 * @param network what buffers outside of the heap may have, through which all bytes of sockets go
 * @param store the caches of the store; 0 without persistence
 */
record MemoryBound(long messages, long heap, long network, long store) {
    /** Classes, compiled code, stacks of threads, the collector and the C library; measured at 110 MiB. */
    private static final long JAVA_ITSELF = 256L << 20;

    private static final int MEBIBYTE_BITS = 20;

    /** That of this process, as Java was started. */
    static MemoryBound ofThisProcess(BrokerConfig config, boolean persistent) {
        long heap = Runtime.getRuntime().maxMemory();
        return new MemoryBound(
                config.messageBytesMax(), heap, network(heap), persistent ? RocksStoreConfig.defaultCacheBytes() : 0);
    }

    /** Java's own rule: as much as the heap, unless an option says otherwise. */
    private static long network(long heap) {
        @Nullable HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long said = hotSpot == null
                ? 0
                : Long.parseLong(hotSpot.getVMOption("MaxDirectMemorySize").getValue());
        return said == 0 ? heap : said;
    }

    long total() {
        return heap + network + store + JAVA_ITSELF;
    }

    /** The line that a started broker says. */
    String line() {
        return "memory: at most " + mebibytes(total()) + " MiB, that is heap " + mebibytes(heap) + ", network "
                + mebibytes(network) + (store > 0 ? ", store " + mebibytes(store) : "") + ", Java itself "
                + mebibytes(JAVA_ITSELF) + "; messages may take " + mebibytes(messages)
                + " MiB of it before publishers wait (memory_limit)";
    }

    private static long mebibytes(long bytes) {
        return bytes >> MEBIBYTE_BITS;
    }
}
