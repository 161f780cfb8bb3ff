package io.bellbird.store.rocksdb;

import java.nio.charset.StandardCharsets;

/**
 * The column families. Their order and numbers are part of the format: RocksDB numbers them as they are created, and
 * groups of changes name them by that number.
 *
 * <p><b>How each is deleted.</b> SingleDelete makes an entry and its deletion vanish together at the first flush, where
 * Delete leaves a tombstone behind until the last level; but it is right only for keys that are written at most once
 * before each deletion, and never deleted in the other way.
 */
enum Family {
    /** Format, generation, number of the last group, settled lanes. Rewritten, so Delete. RocksDB's own default. */
    META(0, "default", false),
    /** Session number -> client id, expiry, will. Rewritten, so Delete. */
    SESSION(1, "session", false),
    /** Session number, filter -> options. Rewritten when the client subscribes again, so Delete. */
    SUBSCRIPTION(2, "subscription", false),
    /** Group number -> share name, filter. Few; Delete. */
    GROUP(3, "group", false),
    /**
     * Queue number, sequence -> message. SingleDelete: neither numbers nor sequences are used again, and {@link
     * io.bellbird.broker.store.StoredMessage#take} lets a message be written once.
     */
    QUEUE(4, "queue", true),
    /** Number -> a payload that several entries share. SingleDelete: a number is taken once, when it is written. */
    MESSAGE(5, "message", true),
    /**
     * Queue number, sequence -> session, packet id. SingleDelete: {@link AssignedMessages} knows each entry that is
     * there, and a message that gets another packet id has its first one deleted before.
     */
    PACKET_ID(6, "packet_id", true),
    /** Queue number, sequence, once PUBREC came. SingleDelete: {@link AssignedMessages} has a mark for it. */
    RELEASED(7, "released", true),
    /**
     * Session number, packet id of a QoS 2 message from the client. Delete: an id comes again, and a session that
     * removes one that it does not have must do no harm.
     */
    RECEIVED(8, "received", false),
    /** Topic -> retained message. Rewritten, so Delete. */
    RETAINED(9, "retained", false);

    private final int number;
    private final String familyName;
    private final boolean writtenOnce;

    Family(int number, String familyName, boolean writtenOnce) {
        this.number = number;
        this.familyName = familyName;
        this.writtenOnce = writtenOnce;
    }

    /** As RocksDB numbers it. */
    int number() {
        return number;
    }

    /** As RocksDB calls it. */
    byte[] nameBytes() {
        return familyName.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether its entries are removed by SingleDelete. */
    boolean isWrittenOnce() {
        return writtenOnce;
    }

    @Override
    public String toString() {
        return familyName;
    }
}
