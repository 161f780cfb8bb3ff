package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.SubscriptionIdentifiers;
import org.rocksdb.RocksDBException;

/** Entries of queues as bytes: how the message is delivered, then the publication. Not for two threads at once. */
final class QueueFormat {
    private static final int QOS = 0x03;
    private static final int RETAIN = 0x04;
    private static final int IDENTIFIERS = 0x08;
    private static final int ALL_FLAGS = 0x0F;

    /** As many bytes of an entry are enough for its {@link #head}. */
    static final int HEAD_BYTES_MAX = 1 + PublicationFormat.HEAD_BYTES_MAX;

    private final PublicationFormat publications;
    private final int generation;

    /** @param generation of this process */
    QueueFormat(StoreTime time, int generation) {
        this.publications = new PublicationFormat(time, generation);
        this.generation = generation;
    }

    /** @param payloadNumber where the payload is, or 0 to write it into the entry */
    void write(StoredMessage message, long payloadNumber, ByteWriter out) {
        SubscriptionIdentifiers identifiers = message.identifiers();
        out.put8(message.qos().level() | (message.retain() ? RETAIN : 0) | (identifiers.count() > 0 ? IDENTIFIERS : 0));
        publications.write(message.publication(), payloadNumber, out);
        if (identifiers.count() > 0) {
            out.put32(identifiers.count());
            for (int i = 0; i < identifiers.count(); i++) {
                out.put32(identifiers.get(i));
            }
        }
    }

    /** What can be told of an entry by its first bytes. */
    static PublicationFormat.Head head(byte[] value) {
        ByteReader in = new ByteReader(value);
        in.getFlags(ALL_FLAGS);
        return PublicationFormat.Head.read(in);
    }

    /**
     * A message of the store, which cannot be withdrawn.
     *
     * @throws DamagedValueException when it is not an entry
     */
    StoredMessage read(long queue, long sequence, byte[] value, Payloads payloads) throws RocksDBException {
        ByteReader in = new ByteReader(value);
        int flags = in.getFlags(ALL_FLAGS);
        boolean ofThisProcess = Numbers.generationOfSequence(sequence) == generation;
        Publication publication = publications.read(in, ofThisProcess, payloads);
        SubscriptionIdentifiers identifiers =
                (flags & IDENTIFIERS) != 0 ? readIdentifiers(in) : SubscriptionIdentifiers.NONE;
        in.end();
        StoredMessage message = new StoredMessage(
                queue, sequence, publication, PublicationFormat.qos(flags & QOS), (flags & RETAIN) != 0, identifiers);
        message.take();
        return message;
    }

    private static SubscriptionIdentifiers readIdentifiers(ByteReader in) {
        long count = in.get32();
        if (count * Integer.BYTES > in.remaining()) {
            throw new DamagedValueException(count + " subscription identifiers");
        }
        int[] identifiers = new int[(int) count];
        for (int i = 0; i < count; i++) {
            identifiers[i] = (int) in.get32();
        }
        try {
            return SubscriptionIdentifiers.of(identifiers);
        } catch (IllegalArgumentException e) {
            throw new DamagedValueException(e.getMessage(), e);
        }
    }
}
