package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can wait, one thing after the other, on a thread of its own: counting the queues after a start, removing what
 * belonged to removed sessions and groups, and giving the disk back. It changes nothing itself, but hands in batches as
 * shards do.
 */
final class Housekeeper {
    private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);

    private static final int WINDOW = 1000;
    /** Queues that had fewer entries are not worth a compaction. */
    private static final long COMPACTION_ENTRIES_MIN = 100_000;
    /** The part that may be left when the rest is worth it. */
    private static final long COMPACTION_PART = 10;

    private final OpenDatabase database;
    private final Committer committer;
    private final Meta meta;
    private final StoreHealth health;
    private final ExecutorService thread;
    /** The most entries since the last compaction; the committer's. */
    private long entriesMax;

    Housekeeper(OpenDatabase database, Committer committer, Meta meta, StoreHealth health, ExecutorService thread) {
        this.database = database;
        this.committer = committer;
        this.meta = meta;
        this.health = health;
        this.thread = thread;
    }

    /** Something that takes its time. */
    private interface Work {
        void run() throws RocksDBException, InterruptedException;
    }

    private void later(String what, Work work) {
        try {
            thread.execute(() -> run(what, work));
        } catch (RejectedExecutionException e) {
            log.debug("the store is being closed, so that {} waits for the next start", what);
        }
    }

    private void run(String what, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            // the store is being closed; the next start finds what is left
            Thread.currentThread().interrupt();
        } catch (RocksDBException e) {
            if (RocksDatabase.isDamage(e)) {
                damaged(what, e);
            } else {
                log.warn("the store leaves it to its next start: {} cause={}", what, e.getMessage());
            }
        } catch (DamagedValueException e) {
            damaged(what, e);
        } catch (RuntimeException | Error e) {
            log.error("a defect of the store while {}", what, e);
        }
    }

    private void damaged(String what, Exception cause) {
        health.damaged();
        log.error(
                "the store cannot read what it keeps while {}: stop the broker and start `bellbird store recover`"
                        + " cause={}",
                what,
                cause.getMessage());
    }

    // After each group

    /** Looks what is to be done after a group was written. By the committer. */
    void written(List<Long> removals, long entries) {
        if (!removals.isEmpty()) {
            later("removing sessions", () -> remove(removals));
        }
        if (entries > entriesMax) {
            entriesMax = entries;
        } else if (entriesMax >= COMPACTION_ENTRIES_MIN && entries <= entriesMax / COMPACTION_PART) {
            entriesMax = entries;
            later("compacting", this::compact);
        }
    }

    private void compact() throws RocksDBException, InterruptedException {
        long begun = System.nanoTime();
        database.read(open -> {
            open.flush();
            open.compact(Family.QUEUE);
            open.compact(Family.MESSAGE);
            return open;
        });
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        log.debug("the disk got back what the queues took millis={}", millis);
    }

    // After the start

    /**
     * Counts the queues, then drops what does not count. Called before any batch is handed in.
     *
     * @param numbers of all sessions and groups
     * @param leftovers numbers of removed sessions and groups of which something is left
     */
    void count(Set<Long> numbers, Set<Long> leftovers, Recovery recovery) {
        QueueCount queues = new QueueCount(meta, numbers, recovery, thread::isShutdown);
        long stamp;
        try {
            stamp = database.enter();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Database open = database.entered();
        Snapshot snapshot = open.snapshot();
        later("counting queues", () -> {
            QueueCount.Result result;
            try {
                result = queues.run(open, snapshot);
            } catch (RocksDBException e) {
                // without the counts the limits of the queues mean nothing
                health.damaged();
                throw e;
            } finally {
                open.release(snapshot);
                database.leave(stamp);
            }
            if (result != null) {
                recovery.counted();
                clean(result, leftovers);
            }
        });
    }

    private void clean(QueueCount.Result counted, Set<Long> leftovers) throws RocksDBException, InterruptedException {
        commit(batch -> batch.countedPayloads(counted.payloads(), counted.entries()));
        remove(counted.orphans());
        remove(List.copyOf(leftovers));
        for (long queue : counted.unsettled()) {
            removeEntries(queue, true);
        }
        commit(batch -> {
            meta.lanes()
                    .forEach((lane, number) -> batch.delete(
                            Family.META, Keys.lane(new ByteWriter(32), lane).toByteArray()));
            batch.put(
                    Family.META,
                    Keys.RESOLVED,
                    new ByteWriter(4).put32(meta.generation() - 1).toByteArray());
        });
        removeUnusedPayloads();
    }

    /** A crash between a start and the end of its count leaves payloads to which nothing refers. */
    private void removeUnusedPayloads() throws RocksDBException, InterruptedException {
        byte[] end = Keys.payload(new ByteWriter(Long.BYTES), Numbers.beforeSequences(meta.generation()))
                .toByteArray();
        readWindows(Family.MESSAGE, new byte[Long.BYTES], end, (keys, values) -> {
            List<Long> numbers = keys.stream().map(Keys::payloadOf).toList();
            commit(batch -> batch.erasePayloads(numbers));
        });
    }

    // Removing

    private void remove(List<Long> numbers) throws RocksDBException, InterruptedException {
        for (long number : numbers) {
            removeEntries(number, false);
            readWindows(
                    Family.PACKET_ID,
                    number,
                    (keys, values) ->
                            commit(batch -> keys.forEach(key -> batch.eraseAssigned(number, Keys.sequenceOf(key)))));
            for (Family family : List.of(Family.SUBSCRIPTION, Family.RECEIVED)) {
                readWindows(
                        family,
                        number,
                        (keys, values) -> commit(batch -> keys.forEach(key -> batch.delete(family, key))));
            }
        }
        commit(batch -> numbers.forEach(batch::forget));
    }

    private void removeEntries(long queue, boolean onlyUnsettled) throws RocksDBException, InterruptedException {
        readWindows(
                Family.QUEUE,
                queue,
                (keys, values) -> commit(batch -> {
                    for (int i = 0; i < keys.size(); i++) {
                        PublicationFormat.Head head = QueueFormat.head(values.get(i));
                        if (!onlyUnsettled || !meta.counts(head.number())) {
                            batch.erase(queue, Keys.sequenceOf(keys.get(i)), head.payloadNumber());
                        }
                    }
                }));
    }

    /** Takes some entries. */
    private interface Window {
        /** @param heads the first bytes of each value */
        void take(List<byte[]> keys, List<byte[]> heads) throws InterruptedException;
    }

    private void readWindows(Family family, long number, Window window) throws RocksDBException, InterruptedException {
        readWindows(family, Keys.number(new ByteWriter(8), number).toByteArray(), Keys.after(number), window);
    }

    private void readWindows(Family family, byte[] from, byte[] to, Window window)
            throws RocksDBException, InterruptedException {
        byte[] next = from;
        while (next.length > 0) {
            List<byte[]> keys = new ArrayList<>();
            List<byte[]> heads = new ArrayList<>();
            byte[] start = next;
            database.read(open -> {
                Entries.readRange(open, family, start, to, (key, at) -> {
                    keys.add(key);
                    heads.add(head(at));
                    return keys.size() < WINDOW;
                });
                return open;
            });
            if (!keys.isEmpty()) {
                window.take(keys, heads);
            }
            next = keys.size() < WINDOW ? new byte[0] : behind(keys.get(WINDOW - 1));
        }
    }

    private static byte[] head(RocksIterator at) {
        byte[] head = new byte[QueueFormat.HEAD_BYTES_MAX];
        at.value(head);
        return head;
    }

    /** The next possible key. */
    private static byte[] behind(byte[] key) {
        return new ByteWriter(key.length + 1).putBytes(key).put8(0).toByteArray();
    }

    /** Fills a batch. */
    private interface Filling {
        void fill(RocksBatch batch);
    }

    /** Hands a batch in and waits until it is written. */
    private void commit(Filling filling) throws InterruptedException {
        RocksBatch batch = new RocksBatch();
        filling.fill(batch);
        CountDownLatch written = new CountDownLatch(1);
        committer.handIn(batch, Durability.PROCESS, written::countDown);
        written.await();
    }
}
