package io.bellbird.store.rocksdb;

import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Reads windows of queues, on a thread of its own; not for two threads at once. */
final class QueueReader {
    private static final int PAYLOADS_KEPT = 256;
    /** So that what is kept is at most 4 MiB. */
    private static final int KEPT_BYTES_MAX = 16 << 10;

    private final OpenDatabase database;
    private final Meta meta;
    private final Set<Long> removed;
    private final QueueFormat format;
    /** Payloads that several queues share, as they were read last; each in the place that its number says. */
    private final @Nullable SharedPayload[] payloads = new SharedPayload[PAYLOADS_KEPT];

    /** A payload and its number. */
    private record SharedPayload(long number, Bytes bytes) {}

    /** @param removed sessions and groups that have no queue any more; concurrent */
    QueueReader(OpenDatabase database, Meta meta, StoreTime time, Set<Long> removed) {
        this.database = database;
        this.meta = meta;
        this.removed = removed;
        this.format = new QueueFormat(time, meta.generation());
    }

    /**
     * As {@link io.bellbird.broker.store.SessionStore#read}, of what is written.
     *
     * @throws DamagedValueException that names the entry that is damaged
     */
    List<StoredMessage> read(long queue, long afterSequence, long bytesMax)
            throws RocksDBException, InterruptedException {
        if (removed.contains(queue)) {
            return List.of();
        }
        return database.read(open -> read(open, queue, afterSequence, bytesMax));
    }

    private List<StoredMessage> read(Database open, long queue, long afterSequence, long bytesMax)
            throws RocksDBException {
        List<StoredMessage> messages = new ArrayList<>();
        long[] bytes = new long[1];
        byte[] from = Keys.entry(new ByteWriter(Keys.ENTRY_BYTES), queue, afterSequence + 1)
                .toByteArray();
        Payloads shared = number -> payload(open, number);
        Entries.readRange(open, Family.QUEUE, from, Keys.after(queue), (key, at) -> {
            byte[] value = at.value();
            PublicationFormat.Head head = QueueFormat.head(value);
            if (meta.counts(head.number())) {
                messages.add(format.read(queue, Keys.sequenceOf(key), value, shared));
                bytes[0] += head.memoryBytes();
            }
            return bytes[0] < bytesMax;
        });
        return messages;
    }

    private Bytes payload(Database open, long number) throws RocksDBException {
        int place = (int) number & PAYLOADS_KEPT - 1;
        SharedPayload kept = payloads[place];
        if (kept != null && kept.number == number) {
            return kept.bytes;
        }
        byte[] bytes = open.get(
                Family.MESSAGE, Keys.payload(new ByteWriter(Long.BYTES), number).toByteArray());
        if (bytes == null) {
            throw new DamagedValueException("its payload " + number + " is missing");
        }
        SharedPayload read = new SharedPayload(number, Bytes.wrap(bytes));
        if (bytes.length <= KEPT_BYTES_MAX) {
            payloads[place] = read;
        }
        return read.bytes;
    }
}
