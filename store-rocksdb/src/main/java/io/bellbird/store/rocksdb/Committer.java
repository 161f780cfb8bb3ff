package io.bellbird.store.rocksdb;

import io.bellbird.broker.monitor.SlowCommit;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.StoreFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all batches that were handed in, in order, joins them to groups, and calls back
 * when a group is written; whom only the disk satisfies is called back by the {@link Syncer}.
 *
 * <p>Concurrent: what shards touch is guarded by the lock; all else is the thread's own. Callbacks are called without
 * the lock.
 */
final class Committer {
    private static final Logger log = LoggerFactory.getLogger(Committer.class);

    /** A group is written when it has so many bytes, or when there is no more. */
    private static final int GROUP_BYTES = 1 << 20;

    private static final byte[] NO_CHANGES = {};

    private final GroupEncoder encoder;
    private final GroupWriter writer;
    private final Syncer syncer;
    private final AfterWrite afterWrite;
    private final StoreHealth health;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private List<Handed> pending = new ArrayList<>();
    private boolean sleeping;
    private boolean ending;
    private final AtomicLong pendingBytes = new AtomicLong();

    private long pendingBatches;
    private long commits;
    private long commitNanos;

    private long groupNumber;
    private List<Runnable> whenWritten = new ArrayList<>();
    private List<Runnable> whenSynced = new ArrayList<>();
    private long groupBatches;
    private long groupBatchBytes;
    private final SlowCommit slowCommit = new SlowCommit();
    private boolean givenUp;

    /**
     * A batch that was handed in.
     *
     * @param committed null when nobody waits any more
     */
    record Handed(RocksBatch batch, Durability durability, @Nullable Runnable committed) {}

    /** Is told after each group. */
    interface AfterWrite {
        /**
         * A group was written.
         *
         * @param removals sessions and groups that were removed
         * @param entries how many entries all queues have
         */
        void written(List<Long> removals, long entries);
    }

    /** @param groupNumber of the last group in the database */
    Committer(
            GroupEncoder encoder,
            GroupWriter writer,
            Syncer syncer,
            AfterWrite afterWrite,
            StoreHealth health,
            long groupNumber) {
        this.encoder = encoder;
        this.writer = writer;
        this.syncer = syncer;
        this.afterWrite = afterWrite;
        this.health = health;
        this.groupNumber = groupNumber;
    }

    // By any thread

    /** As {@link io.bellbird.broker.store.SessionStore#commit}. */
    void handIn(RocksBatch batch, Durability durability, Runnable committed) {
        boolean atOnce = durability == Durability.MEMORY;
        Handed handed = new Handed(batch, durability, atOnce ? null : committed);
        lock.lock();
        try {
            if (ending) {
                return;
            }
            add(handed);
        } finally {
            lock.unlock();
        }
        if (atOnce) {
            committed.run();
        }
    }

    private void add(Handed handed) {
        pending.add(handed);
        pendingBatches++;
        pendingBytes.addAndGet(handed.batch.memoryBytes());
        if (sleeping) {
            sleeping = false;
            work.signal();
        }
    }

    /** Calls when all that was handed in until now is written; at once when it is already. */
    void afterAll(Runnable written) {
        lock.lock();
        try {
            if (ending) {
                return;
            }
            if (pendingBatches > 0) {
                add(new Handed(new RocksBatch(), Durability.PROCESS, written));
                return;
            }
        } finally {
            lock.unlock();
        }
        written.run();
    }

    /** Makes the thread look whether the syncer has failed. */
    void wake() {
        lock.lock();
        try {
            sleeping = false;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the thread end when all is written; nothing more is taken. */
    void end() {
        lock.lock();
        try {
            ending = true;
            sleeping = false;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** How many batches were handed in and are not written. */
    long pendingBatches() {
        lock.lock();
        try {
            return pendingBatches;
        } finally {
            lock.unlock();
        }
    }

    /** About what the batches take that were handed in and are not written. */
    long pendingBytes() {
        return pendingBytes.get();
    }

    StoreFigures figures(FreeSpace.Space space) {
        lock.lock();
        try {
            return new StoreFigures(
                    health.status().word(),
                    pendingBytes.get(),
                    commits,
                    TimeUnit.NANOSECONDS.toMicros(commitNanos),
                    space.diskBytes(),
                    space.freeBytes());
        } finally {
            lock.unlock();
        }
    }

    // The thread

    /** The work of its thread. */
    void run() {
        try {
            for (List<Handed> round = next(); round != null; round = next()) {
                commit(round);
            }
            syncRest();
        } catch (InterruptedException e) {
            // the store is being closed, and does not wait any longer
            Thread.currentThread().interrupt();
        } finally {
            syncer.end();
        }
    }

    private @Nullable List<Handed> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (pending.isEmpty() && !ending && syncer.failure() == null) {
                sleeping = true;
                while (sleeping) {
                    work.await();
                }
            }
            if ((pending.isEmpty() && ending) || givenUp) {
                return null;
            }
            List<Handed> round = pending;
            pending = new ArrayList<>();
            return round;
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Handed> round) throws InterruptedException {
        try {
            encoder.beginRound(round);
            for (Handed handed : round) {
                if (encoder.length() >= GROUP_BYTES) {
                    writeGroup();
                }
                encode(handed);
            }
            writeGroup();
            givenUp |= !writer.afterSyncFailure();
        } catch (RuntimeException | Error e) {
            health.damaged();
            log.error("a defect of the store: some changes are lost; restart the broker", e);
        }
    }

    private void encode(Handed handed) {
        groupBatches++;
        groupBatchBytes += handed.batch.memoryBytes();
        try {
            encoder.add(handed.batch);
        } catch (RuntimeException | Error e) {
            // its completion never comes, so that nobody takes it for committed
            health.damaged();
            log.error("a defect of the store: a batch cannot be written and is lost; restart the broker", e);
            return;
        }
        Runnable committed = handed.committed;
        if (committed != null) {
            (handed.durability == Durability.DISK ? whenSynced : whenWritten).add(committed);
        }
    }

    private void writeGroup() throws InterruptedException {
        if (givenUp || groupBatches == 0) {
            return;
        }
        byte[] bytes = encoder.isEmpty() ? NO_CHANGES : encoder.finish(++groupNumber);
        Group group = new Group(groupNumber, bytes, whenWritten, whenSynced);
        whenWritten = new ArrayList<>();
        whenSynced = new ArrayList<>();
        long begun = System.nanoTime();
        slowCommit.begin();
        if (!writer.write(group)) {
            givenUp = true;
            return;
        }
        slowCommit.note(groupBatches);
        written(group, System.nanoTime() - begun);
        group.whenWritten().forEach(Callbacks::run);
        afterWrite.written(encoder.takeRemovals(), encoder.entries());
    }

    private void written(Group group, long nanos) {
        lock.lock();
        try {
            pendingBatches -= groupBatches;
            pendingBytes.addAndGet(-groupBatchBytes);
            if (group.hasChanges()) {
                commits++;
                commitNanos += nanos;
            }
        } finally {
            lock.unlock();
        }
        groupBatches = 0;
        groupBatchBytes = 0;
    }

    private void syncRest() throws InterruptedException {
        syncer.awaitAll();
        while (!givenUp && syncer.failure() != null) {
            givenUp = !writer.afterSyncFailure();
            syncer.awaitAll();
        }
    }
}
