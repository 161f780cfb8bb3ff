package io.bellbird.store.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** Goes through the entries of a family in the order of their keys. */
final class Entries {
    private static final long READ_AHEAD_BYTES = 2 << 20;

    private Entries() {}

    /** Takes each entry. */
    interface Visitor {
        /**
         * Takes an entry.
         *
         * @throws DamagedValueException when it is not an entry of this family
         */
        void visit(byte[] key, byte[] value) throws RocksDBException;
    }

    /** Takes each entry until it has enough. */
    interface Reader {
        /** Whether to go on. */
        boolean read(byte[] key, RocksIterator at) throws RocksDBException;
    }

    /**
     * All entries of a family.
     *
     * @throws DamagedValueException that names the entry
     */
    static void forEach(Database database, Family family, Visitor visitor) throws RocksDBException {
        read(database, family, null, (key, at) -> {
            visitor.visit(key, at.value());
            return true;
        });
    }

    /**
     * All entries of a family, once, without leaving them in the cache.
     *
     * @param snapshot at which to read, or null for the latest state
     * @throws DamagedValueException that names the entry
     */
    static void read(Database database, Family family, @Nullable Snapshot snapshot, Reader reader)
            throws RocksDBException {
        try (ReadOptions options = new ReadOptions()) {
            options.setFillCache(false).setReadaheadSize(READ_AHEAD_BYTES);
            if (snapshot != null) {
                options.setSnapshot(snapshot);
            }
            try (RocksIterator at = database.iterator(family, options)) {
                at.seekToFirst();
                read(family, at, reader);
            }
        }
    }

    /**
     * The entries of a family from one key up to, but without, another. The end is told to RocksDB: without it, it would
     * walk over everything that was deleted behind.
     *
     * @throws DamagedValueException that names the entry
     */
    static void readRange(Database database, Family family, byte[] from, byte[] to, Reader reader)
            throws RocksDBException {
        try (Slice end = new Slice(to);
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                RocksIterator at = database.iterator(family, options)) {
            at.seek(from);
            read(family, at, reader);
        }
    }

    private static void read(Family family, RocksIterator at, Reader reader) throws RocksDBException {
        for (; at.isValid(); at.next()) {
            byte[] key = at.key();
            try {
                if (!reader.read(key, at)) {
                    return;
                }
            } catch (DamagedValueException e) {
                throw new DamagedValueException(Keys.inWords(family, key) + ": " + e.getMessage(), e);
            }
        }
        at.status();
    }
}
