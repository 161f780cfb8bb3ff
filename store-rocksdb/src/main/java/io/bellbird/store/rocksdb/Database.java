package io.bellbird.store.rocksdb;

import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/** What the store does with an open database. */
interface Database extends AutoCloseable {

    /** Writes a group of changes to the operating system, all or nothing. */
    void write(byte[] group) throws RocksDBException;

    /** Brings to the disk all that was written before this call. */
    void sync() throws RocksDBException;

    /** Brings to the disk all that was written before this call, by other files than those that were written then. */
    void flush() throws RocksDBException;

    byte @Nullable [] get(Family family, byte[] key) throws RocksDBException;

    /** To be closed by the caller; {@code options} has to live until then. */
    RocksIterator iterator(Family family, ReadOptions options);

    /** To be given back to {@link #release}. */
    Snapshot snapshot();

    void release(Snapshot snapshot);

    /** Gives the disk back what is deleted; takes its time. */
    void compact(Family family) throws RocksDBException;

    /** Ends without an error; what was written stays. */
    @Override
    void close();

    /** Opens the same database again and again. */
    interface Opener {
        /**
         * Opens it.
         *
         * @param mayCreate whether to make a new one when there is none
         * @throws RocksDBException as long as it cannot be opened
         */
        Database open(boolean mayCreate) throws RocksDBException;
    }
}
