package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The keys of all families. Numbers of sessions, groups and queues take 6 bytes, sequences 8, packet ids 2; all that
 * belongs to one number lies together, in the order of its sequences.
 */
final class Keys {
    /** Bytes of the number of a session, group or queue. */
    static final int NUMBER_BYTES = 6;
    /** Bytes of a queue and a sequence. */
    static final int ENTRY_BYTES = NUMBER_BYTES + Long.BYTES;

    /** Version of the format, 4 bytes. */
    static final byte[] FORMAT = utf8("format");
    /** How often the store was opened, 4 bytes. */
    static final byte[] GENERATION = utf8("generation");
    /** The number of the last group of changes, 8 bytes; part of each group. */
    static final byte[] GROUP = utf8("group");
    /** Up to which generation each publication that has a number is known to be settled, 4 bytes. */
    static final byte[] RESOLVED = utf8("resolved");
    /** What the keys of the lanes begin with; the lane follows in 8 bytes, the value is a publication's number. */
    static final byte[] LANE = utf8("lane:");

    private Keys() {}

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A session or group; the first key of all that belongs to it. */
    static ByteWriter number(ByteWriter out, long number) {
        return out.clear().put48(number);
    }

    /** The key behind all that belongs to a number. */
    static byte[] after(long number) {
        return new ByteWriter(NUMBER_BYTES).put48(number + 1).toByteArray();
    }

    /** A message in a queue. */
    static ByteWriter entry(ByteWriter out, long queue, long sequence) {
        return number(out, queue).put64(sequence);
    }

    static ByteWriter subscription(ByteWriter out, long session, TopicFilter filter) {
        return number(out, session).putBytes(utf8(filter.text()));
    }

    static ByteWriter received(ByteWriter out, long session, int packetId) {
        return number(out, session).put16(packetId);
    }

    /** A payload that several entries share. */
    static ByteWriter payload(ByteWriter out, long payloadNumber) {
        return out.clear().put64(payloadNumber);
    }

    static ByteWriter lane(ByteWriter out, long lane) {
        return out.clear().putBytes(LANE).put64(lane);
    }

    static ByteWriter retained(ByteWriter out, Topic topic) {
        return out.clear().putBytes(topic.utf8());
    }

    /** The number with which a key begins. */
    static long numberOf(byte[] key) {
        return new ByteReader(key).get48();
    }

    /** The sequence of the key of an entry. */
    static long sequenceOf(byte[] key) {
        ByteReader in = new ByteReader(key);
        in.get48();
        long sequence = in.get64();
        in.end();
        return sequence;
    }

    /** The packet id of a received message's key. */
    static int receivedOf(byte[] key) {
        ByteReader in = new ByteReader(key);
        in.get48();
        int packetId = in.get16();
        in.end();
        return packetId;
    }

    /** The filter of a subscription's key. */
    static TopicFilter filterOf(byte[] key) {
        ByteReader in = new ByteReader(key);
        in.get48();
        return filter(in.getText(in.remaining()));
    }

    /** The lane of a key of META, or -1 when it is another key. */
    static long laneOf(byte[] key) {
        if (key.length != LANE.length + Long.BYTES || !Arrays.equals(key, 0, LANE.length, LANE, 0, LANE.length)) {
            return -1;
        }
        ByteReader in = new ByteReader(key);
        in.getBytes(LANE.length);
        return in.get64();
    }

    /** The number of a shared payload's key. */
    static long payloadOf(byte[] key) {
        ByteReader in = new ByteReader(key);
        long number = in.get64();
        in.end();
        return number;
    }

    /** A filter that was kept. */
    static TopicFilter filter(String text) {
        try {
            return TopicFilter.parse(text);
        } catch (ProtocolError e) {
            throw new DamagedValueException("no topic filter: " + e.getMessage(), e);
        }
    }

    /** A key for a message to people. */
    static String inWords(Family family, byte[] key) {
        return "entry " + HexFormat.of().formatHex(key, 0, Math.min(key.length, 40)) + " of " + family;
    }
}
