package io.bellbird.store.rocksdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Brings groups to the disk for whom that matters. A sync counts for the groups that were written before it began. When
 * one fails, this stops until the committer has opened the database anew; the groups wait meanwhile.
 *
 * <p>Concurrent: all fields are guarded by the lock; callbacks are called without it.
 */
final class Syncer {
    /** While more than this waits, nothing is written: it may have to be written again. */
    private static final long WAITING_BYTES_MAX = 16 << 20;

    private final OpenDatabase database;
    private final Runnable onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    /** Something was added, or is done, or may go on. */
    private final Condition changed = lock.newCondition();

    private final Deque<Group> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable RocksDBException failure;
    private boolean ending;

    /** @param onFailure called on the syncer's thread */
    Syncer(OpenDatabase database, Runnable onFailure) {
        this.database = database;
        this.onFailure = onFailure;
    }

    /** Takes a group that was written, if anybody waits for the disk. By the committer. */
    void add(Group group) {
        lock.lock();
        try {
            if (!group.whenSynced().isEmpty() || !waiting.isEmpty()) {
                waiting.add(group);
                waitingBytes += group.bytes().length;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it makes sense to write more, or until a sync fails. */
    void awaitRoom() throws InterruptedException {
        awaitAtMost(WAITING_BYTES_MAX);
    }

    /** Waits until all groups are on the disk, or until a sync fails. */
    void awaitAll() throws InterruptedException {
        awaitAtMost(-1);
    }

    private void awaitAtMost(long bytesMax) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!waiting.isEmpty() && waitingBytes > bytesMax && failure == null) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Why syncing has stopped, or null. */
    @Nullable
    RocksDBException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** The groups that are perhaps not on the disk, in order. */
    List<Group> waiting() {
        lock.lock();
        try {
            return List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Goes on after a failure. */
    void goOn() {
        lock.lock();
        try {
            failure = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends when nothing waits any more. */
    void end() {
        lock.lock();
        try {
            ending = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The work of its thread. */
    void run() {
        try {
            for (int count = next(); count > 0; count = next()) {
                sync(count);
            }
        } catch (InterruptedException e) {
            // the store is being closed, and does not wait any longer
            Thread.currentThread().interrupt();
        }
    }

    private int next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while ((waiting.isEmpty() || failure != null) && !ending) {
                changed.await();
            }
            return failure == null ? waiting.size() : 0;
        } finally {
            lock.unlock();
        }
    }

    private void sync(int count) throws InterruptedException {
        try {
            database.read(open -> {
                open.sync();
                return open;
            });
        } catch (RocksDBException e) {
            fail(e);
            return;
        } catch (RuntimeException | Error e) {
            fail(new RocksDBException("a defect of the store while syncing: " + e));
            return;
        }
        for (Group group : done(count)) {
            group.whenSynced().forEach(Callbacks::run);
        }
    }

    private List<Group> done(int count) {
        lock.lock();
        try {
            List<Group> done = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Group group = waiting.remove();
                waitingBytes -= group.bytes().length;
                done.add(group);
            }
            changed.signalAll();
            return done;
        } finally {
            lock.unlock();
        }
    }

    private void fail(RocksDBException cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onFailure.run();
    }
}
