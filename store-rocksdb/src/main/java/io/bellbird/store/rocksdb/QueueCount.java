package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.Recovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * Goes once through all queues as they were when the store was opened: counts them, finds what is to be dropped, and how
 * many entries refer to each payload that is stored apart.
 */
final class QueueCount {
    private static final int CHECK_END_EACH = 4096;

    private final Meta meta;
    private final Set<Long> numbers;
    private final Recovery recovery;
    private final BooleanSupplier ending;

    private final NumberPairMap payloads = new NumberPairMap();
    private final List<Long> orphans = new ArrayList<>();
    private final List<Long> unsettled = new ArrayList<>();
    private final byte[] head = new byte[QueueFormat.HEAD_BYTES_MAX];
    private long entries;

    private long queue = -1;
    private boolean known;
    private int count;
    private long bytes;
    private boolean hasUnsettled;

    /**
     * @param numbers of all sessions and groups
     * @param ending tells when to stop
     */
    QueueCount(Meta meta, Set<Long> numbers, Recovery recovery, BooleanSupplier ending) {
        this.meta = meta;
        this.numbers = numbers;
        this.recovery = recovery;
        this.ending = ending;
    }

    /**
     * What was found.
     *
     * @param entries how many there are, also those that are to be dropped
     * @param payloads how many entries refer to each payload
     * @param orphans queues whose session or group is gone
     * @param unsettled queues with messages whose publication was not settled
     */
    record Result(long entries, NumberPairMap payloads, List<Long> orphans, List<Long> unsettled) {}

    /**
     * Counts, and tells each queue.
     *
     * @return null when it was stopped
     * @throws DamagedValueException when an entry is none
     */
    @Nullable
    Result run(Database database, Snapshot snapshot) throws RocksDBException {
        Entries.read(database, Family.QUEUE, snapshot, this::entry);
        if (ending.getAsBoolean()) {
            return null;
        }
        endQueue();
        return new Result(entries, payloads, orphans, unsettled);
    }

    private boolean entry(byte[] key, RocksIterator at) {
        long number = Keys.numberOf(key);
        if (number != queue) {
            endQueue();
            queue = number;
            known = numbers.contains(number);
        }
        at.value(head);
        PublicationFormat.Head found = QueueFormat.head(head);
        entries++;
        if (found.payloadNumber() != 0) {
            payloads.add(found.payloadNumber(), 0, 1);
        }
        if (meta.counts(found.number())) {
            count++;
            bytes += found.memoryBytes();
        } else {
            hasUnsettled = true;
        }
        return entries % CHECK_END_EACH != 0 || !ending.getAsBoolean();
    }

    private void endQueue() {
        if (queue >= 0) {
            if (!known) {
                orphans.add(queue);
            } else if (hasUnsettled) {
                unsettled.add(queue);
            }
            if (known && count > 0) {
                recovery.queue(queue, count, bytes);
            }
        }
        count = 0;
        bytes = 0;
        hasUnsettled = false;
    }
}
