package io.bellbird.store.rocksdb;

import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * The database as it is open at the moment. Whoever reads enters before and leaves afterwards; the committer, which is
 * the only one to open it anew, needs neither.
 *
 * <p>Concurrent: the field is written under the exclusive lock by the committer, or after it has ended, and read under
 * the shared lock or by the committer.
 */
final class OpenDatabase {
    private final StampedLock lock = new StampedLock();
    private @Nullable Database database;

    OpenDatabase(Database database) {
        this.database = database;
    }

    /** Something that is read. */
    interface Reading<T> {
        T from(Database database) throws RocksDBException;
    }

    /** Waits until the database is open, and keeps it open until {@link #leave}, which any thread may call. */
    long enter() throws InterruptedException {
        return lock.readLockInterruptibly();
    }

    void leave(long stamp) {
        lock.unlockRead(stamp);
    }

    /** The database, for whoever has entered. */
    Database entered() {
        Database open = database;
        if (open == null) {
            throw new IllegalStateException("the store is closed");
        }
        return open;
    }

    /** Reads when the database is open. */
    <T> T read(Reading<T> reading) throws RocksDBException, InterruptedException {
        long stamp = enter();
        try {
            return reading.from(entered());
        } finally {
            leave(stamp);
        }
    }

    /** For the committer. */
    void write(byte[] group) throws RocksDBException {
        entered().write(group);
    }

    /** For the committer. */
    byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return entered().get(family, key);
    }

    /** Waits until all who entered have left; from then on nobody enters until {@link #letIn}. */
    long shutOut() {
        return lock.writeLock();
    }

    void letIn(long stamp) {
        lock.unlockWrite(stamp);
    }

    /** For who has shut the others out. */
    boolean isOpen() {
        return database != null;
    }

    /** For who has shut the others out: closes the database, if it is open. */
    void close() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /** For who has shut the others out: opens the database, which is there. */
    void open(Database.Opener opener) throws RocksDBException {
        database = opener.open(false);
    }
}
