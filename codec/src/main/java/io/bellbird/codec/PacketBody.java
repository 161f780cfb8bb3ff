package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * What follows the fixed header of one packet, read from front to back and never beyond its end. A decoder has one and
 * points it at packet after packet. Each method takes what it returns off the front, and throws {@link ProtocolError}
 * MALFORMED_PACKET when the packet ends before.
 */
final class PacketBody {
    /**
     * How many user properties, filters or identifiers one packet may list. As objects they take many times the bytes
     * that they take on the wire, so the packet's size alone does not bound them.
     */
    static final int ENTRIES_MAX = 10_000;

    private static final byte[] NO_BYTES = {};

    private ByteBuf in = Unpooled.EMPTY_BUFFER;
    private MqttVersion version = MqttVersion.V5;
    private boolean fromClient;
    private int position;
    private int end;

    /**
     * Points it at a packet.
     *
     * @param in holds the bytes from {@code start} up to, but without, {@code end}
     * @param fromClient whether the sender is a client
     */
    void open(ByteBuf in, int start, int end, MqttVersion version, boolean fromClient) {
        this.in = in;
        this.position = start;
        this.end = end;
        this.version = version;
        this.fromClient = fromClient;
    }

    /** Lets go of the buffer. */
    void close() {
        in = Unpooled.EMPTY_BUFFER;
        position = 0;
        end = 0;
    }

    /** The buffer, for the one reader that looks bytes up without copying them. */
    ByteBuf buffer() {
        return in;
    }

    MqttVersion version() {
        return version;
    }

    /** CONNECT says the version in its first bytes; from there on it holds. */
    void version(MqttVersion version) {
        this.version = version;
    }

    boolean hasProperties() {
        return version.hasProperties();
    }

    boolean fromClient() {
        return fromClient;
    }

    /** The id of a statement that has another number in each version of the standard; MQTT 3.1 has no numbers. */
    String statement(String inV5, String inV3) {
        return version.hasProperties() ? inV5 : inV3;
    }

    /** Bytes left. */
    int remaining() {
        return end - position;
    }

    /** Takes {@code length} bytes off the front and says at which index of the buffer they begin. */
    int skip(int length, String what) {
        if (length > end - position) {
            throw cutOff(what);
        }
        int start = position;
        position += length;
        return start;
    }

    int unsignedByte(String what) {
        return in.getUnsignedByte(skip(1, what));
    }

    int unsignedShort(String what) {
        return in.getUnsignedShort(skip(2, what));
    }

    long unsignedInt(String what) {
        return in.getUnsignedInt(skip(4, what));
    }

    /** A Variable Byte Integer, which must be in its shortest form [MQTT-1.5.5-1]. */
    int variableByteInteger(String what) {
        int value = 0;
        for (int shift = 0; shift < 7 * VariableByteInteger.BYTES_MAX; shift += 7) {
            int next = unsignedByte(what);
            value |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                if (next == 0 && shift > 0) {
                    throw malformed("MQTT-1.5.5-1", what + " is not in its shortest form");
                }
                return value;
            }
        }
        throw malformed("MQTT-1.5.5-1", what + " is longer than four bytes");
    }

    /** Two bytes of length, and as many bytes. */
    Bytes binary(String what) {
        return bytes(unsignedShort(what), what);
    }

    /** So many bytes. */
    Bytes bytes(int length, String what) {
        return Bytes.wrap(copy(length, what));
    }

    /** A UTF-8 Encoded String: two bytes of length, and as many of UTF-8 (section 1.5.4). */
    String string(String what) {
        byte[] utf8 = copy(unsignedShort(what), what);
        if (!Utf8.isString(utf8)) {
            throw notAString(utf8, what);
        }
        return utf8.length == 0 ? "" : new String(utf8, StandardCharsets.UTF_8);
    }

    private byte[] copy(int length, String what) {
        int start = skip(length, what);
        if (length == 0) {
            return NO_BYTES;
        }
        byte[] copy = new byte[length];
        in.getBytes(start, copy);
        return copy;
    }

    /**
     * A Packet Identifier, 1..65535.
     *
     * @param statement that forbids 0 here
     * @throws ProtocolError PROTOCOL_ERROR when it is 0
     */
    int packetId(String statement) {
        int packetId = unsignedShort("the packet identifier");
        if (packetId == 0) {
            throw protocolError(statement, "a packet identifier of 0");
        }
        return packetId;
    }

    /**
     * Reads {@code length} bytes as if the packet ended after them, and says where it ends in truth.
     *
     * @return to be given to {@link #leave}
     */
    int enter(int length, String what) {
        if (length > end - position) {
            throw cutOff(what);
        }
        int outerEnd = end;
        end = position + length;
        return outerEnd;
    }

    /** Goes on after what {@link #enter} entered. */
    void leave(int outerEnd) {
        end = outerEnd;
    }

    /** Checks that a packet is over. */
    void mustEnd() {
        if (remaining() != 0) {
            throw malformed("", "the packet goes on for " + remaining() + " bytes after its last field");
        }
    }

    /** Checks that one more of the things that a packet lists may come. */
    void checkEntries(int count, String what) {
        if (count >= ENTRIES_MAX) {
            throw new ProtocolError(
                    ReasonCode.QUOTA_EXCEEDED, "", "more than " + ENTRIES_MAX + " " + what + " in one packet");
        }
    }

    /** What is wrong with bytes that are no UTF-8 Encoded String. */
    ProtocolError notAString(byte[] utf8, String what) {
        if (!Utf8.isValid(utf8)) {
            return malformed(statement("MQTT-1.5.4-1", "MQTT-1.5.3-1"), what + " is not well-formed UTF-8");
        }
        if (new String(utf8, StandardCharsets.UTF_8).indexOf(0) >= 0) {
            return malformed(statement("MQTT-1.5.4-2", "MQTT-1.5.3-2"), what + " has the character U+0000");
        }
        return malformed("", what + " has a control character or a non-character");
    }

    static ProtocolError malformed(String statement, String text) {
        return new ProtocolError(ReasonCode.MALFORMED_PACKET, statement, text);
    }

    static ProtocolError protocolError(String statement, String text) {
        return new ProtocolError(ReasonCode.PROTOCOL_ERROR, statement, text);
    }

    private static ProtocolError cutOff(String what) {
        return malformed("", "the packet ends within " + what);
    }
}
