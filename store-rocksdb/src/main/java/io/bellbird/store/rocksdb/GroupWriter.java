package io.bellbird.store.rocksdb;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes groups, in order, each exactly once. When writing or syncing fails it opens the database anew, about every
 * second, until that succeeds, looks which group was the last one that the database kept, and writes those after it
 * again. RocksDB does not write again by itself after some failures, and must not be asked to after others: opening
 * anew is right for all of them.
 *
 * <p>The committer's alone, but {@link #giveUp}.
 */
final class GroupWriter {
    private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

    private final OpenDatabase database;
    private final Database.Opener opener;
    private final Syncer syncer;
    private final StoreHealth health;
    private final ReserveFile reserve;
    private final Path folder;
    private final long retryMillis;
    private final CountDownLatch givenUp = new CountDownLatch(1);

    /** @param retryMillis between two attempts */
    GroupWriter(
            OpenDatabase database,
            Database.Opener opener,
            Syncer syncer,
            StoreHealth health,
            ReserveFile reserve,
            Path folder,
            long retryMillis) {
        this.database = database;
        this.opener = opener;
        this.syncer = syncer;
        this.health = health;
        this.reserve = reserve;
        this.folder = folder;
        this.retryMillis = retryMillis;
    }

    /** From now on nothing is tried again. */
    void giveUp() {
        givenUp.countDown();
    }

    /**
     * Writes a group, however long that takes.
     *
     * @return false when it was given up
     */
    boolean write(Group group) throws InterruptedException {
        syncer.awaitRoom();
        if (!afterSyncFailure()) {
            return false;
        }
        if (group.hasChanges()) {
            RocksDBException failure = tryTo(() -> database.write(group.bytes()));
            if (failure != null && !openAnew(failure, group)) {
                return false;
            }
        }
        syncer.add(group);
        return true;
    }

    /**
     * Opens the database anew when a sync has failed.
     *
     * @return false when it was given up
     */
    boolean afterSyncFailure() {
        RocksDBException failure = syncer.failure();
        return failure == null || openAnew(failure, null);
    }

    private boolean openAnew(RocksDBException cause, @Nullable Group group) {
        long begun = System.nanoTime();
        health.failed(true);
        log.error("the store cannot write, and tries again until it can folder={} cause={}", folder, text(cause));
        long stamp = database.shutOut();
        try {
            RocksDBException latest = cause;
            do {
                if (RocksDatabase.isDiskFull(latest)) {
                    reserve.free();
                }
                if (pause()) {
                    return false;
                }
                latest = attempt(group);
            } while (latest != null);
        } finally {
            database.letIn(stamp);
        }
        syncer.goOn();
        health.failed(false);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        log.info("the store writes again folder={} afterMillis={}", folder, millis);
        return true;
    }

    /** Waits a moment; true when it is not to be tried again. */
    private boolean pause() {
        try {
            return givenUp.await(retryMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private @Nullable RocksDBException attempt(@Nullable Group group) {
        RocksDBException failure = tryTo(() -> {
            database.close();
            database.open(opener);
            writeMissing(group);
        });
        if (failure != null) {
            log.debug("the store still cannot write folder={} cause={}", folder, text(failure));
        }
        return failure;
    }

    /** Something that may fail. */
    private interface Attempt {
        void run() throws RocksDBException;
    }

    /** Whatever it is that fails, also a lack of memory, it is tried again. */
    private static @Nullable RocksDBException tryTo(Attempt attempt) {
        try {
            attempt.run();
            return null;
        } catch (RocksDBException e) {
            return e;
        } catch (RuntimeException | Error e) {
            log.error("a defect of the store while writing", e);
            return new RocksDBException(e.toString());
        }
    }

    private void writeMissing(@Nullable Group group) throws RocksDBException {
        long kept = Meta.read(database.entered()).group();
        for (Group unsynced : syncer.waiting()) {
            kept = writeMissing(unsynced, kept);
        }
        if (group != null) {
            writeMissing(group, kept);
        }
        if (!syncer.waiting().isEmpty()) {
            // after a failed sync the old files may look right, and yet not be on the disk
            database.entered().flush();
        }
    }

    /** Writes a group unless the database has it; returns the last group that it then has. */
    private long writeMissing(Group group, long kept) throws RocksDBException {
        if (!group.hasChanges() || group.number() <= kept) {
            return kept;
        }
        if (group.number() > kept + 1) {
            log.error(
                    "the disk has lost what was written before folder={} firstGroup={} lastGroup={}",
                    folder,
                    kept + 1,
                    group.number() - 1);
        }
        database.write(group.bytes());
        return group.number();
    }

    private static String text(RocksDBException failure) {
        return String.valueOf(failure.getMessage());
    }
}
