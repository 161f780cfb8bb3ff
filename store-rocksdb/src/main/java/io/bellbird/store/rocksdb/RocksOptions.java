package io.bellbird.store.rocksdb;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up, as measurements of queues told. The native library is loaded before the first is made. */
final class RocksOptions implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final long WRITE_BUFFER_BYTES_MIN = 8 * MIB;
    private static final long WRITE_BUFFER_BYTES_MAX = 64 * MIB;
    private static final long SMALL_WRITE_BUFFER_BYTES = 4 * MIB;
    private static final int WRITE_BUFFERS_MAX = 4;
    private static final long LOGS_BYTES_MAX = 256 * MIB;
    private static final long BLOCK_BYTES = 16 << 10;
    private static final double FILTER_BITS = 10;

    private final DBOptions database;
    private final Map<Family, ColumnFamilyOptions> families = new EnumMap<>(Family.class);
    private final List<RocksObject> natives = new ArrayList<>();

    private RocksOptions(long cacheBytes, WALRecoveryMode recoveryMode) {
        database = own(new DBOptions())
                .setWalRecoveryMode(recoveryMode)
                .setMaxTotalWalSize(LOGS_BYTES_MAX)
                // together with the block cache all of the share that is given
                .setDbWriteBufferSize(cacheBytes - blockCacheBytes(cacheBytes))
                .setAvoidFlushDuringRecovery(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MIB)
                .setKeepLogFileNum(2);
        Cache cache = own(new LRUCache(blockCacheBytes(cacheBytes)));
        BloomFilter filter = own(new BloomFilter(FILTER_BITS));
        for (Family family : Family.values()) {
            families.put(family, own(family(family, cacheBytes, cache, filter)));
        }
    }

    /**
     * For the broker: a log that ends in the middle of a write is cut, and anything else that is wrong is refused.
     *
     * @param create whether to make a new database when there is none
     */
    static RocksOptions forWriting(long cacheBytes, boolean create) {
        RocksOptions options = new RocksOptions(cacheBytes, WALRecoveryMode.TolerateCorruptedTailRecords);
        options.database.setCreateIfMissing(create).setCreateMissingColumnFamilies(create);
        return options;
    }

    /** For the command line: only what exists is opened, and all its files are held open. */
    static RocksOptions forReading(WALRecoveryMode recoveryMode) {
        RocksOptions options = new RocksOptions(32 * MIB, recoveryMode);
        options.database.setMaxOpenFiles(-1);
        return options;
    }

    /** As {@link #forReading}, but all that is damaged is skipped: parts of the logs, and whole files. */
    static RocksOptions forSalvage() {
        RocksOptions options = forReading(WALRecoveryMode.SkipAnyCorruptedRecords);
        options.database.setParanoidChecks(false);
        return options;
    }

    private static long blockCacheBytes(long cacheBytes) {
        return cacheBytes / 4;
    }

    private static ColumnFamilyOptions family(Family family, long cacheBytes, Cache cache, BloomFilter filter) {
        boolean big = family == Family.QUEUE || family == Family.MESSAGE || family == Family.RETAINED;
        long writeBufferBytes =
                Math.max(WRITE_BUFFER_BYTES_MIN, Math.min(WRITE_BUFFER_BYTES_MAX, cacheBytes / WRITE_BUFFERS_MAX));
        return new ColumnFamilyOptions()
                .setWriteBufferSize(big ? writeBufferBytes : SMALL_WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
                .setMinWriteBufferNumberToMerge(big ? 2 : 1)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setCacheIndexAndFilterBlocks(true)
                        .setBlockSize(BLOCK_BYTES)
                        .setFilterPolicy(filter));
    }

    private <T extends RocksObject> T own(T object) {
        natives.add(object);
        return object;
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyOptions family(Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    @Override
    public void close() {
        natives.forEach(RocksObject::close);
    }
}
