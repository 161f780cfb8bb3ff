package io.bellbird.e2e.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads one packet of a broker behind its fixed header. */
final class PacketBody {
    private static final int CONTINUED = 0x80;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int NO_RECEIVE_MAXIMUM = 65_535;

    private final Mqtt version;
    private final int flags;
    private final ByteBuffer bytes;

    PacketBody(Mqtt version, int flags, byte[] bytes) {
        this.version = version;
        this.flags = flags;
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** @param type 1..15, of the fixed header */
    Packet packet(int type) throws IOException {
        return switch (type) {
            case 2 -> connAck();
            case 3 -> publish();
            case 4, 5, 6, 7 -> ack(AckType.of(type));
            case 9 -> subAck();
            case 13 -> new Packet.PingResp();
            case 14 -> new Packet.Disconnect(bytes.hasRemaining() ? oneByte() : 0);
            default -> throw new IOException("a packet of type " + type + " is not for a client of this test");
        };
    }

    private Packet connAck() throws IOException {
        boolean sessionPresent = oneByte() == 1;
        int reason = oneByte();
        return new Packet.ConnAck(sessionPresent, reason, version == Mqtt.V5 ? receiveMaximum() : NO_RECEIVE_MAXIMUM);
    }

    private Packet publish() throws IOException {
        String topic = text();
        int qos = flags >> 1 & 3;
        int packetId = qos == 0 ? 0 : twoBytes();
        if (version == Mqtt.V5) {
            skipProperties();
        }
        boolean duplicate = (flags & 8) != 0;
        boolean retain = (flags & 1) != 0;
        return new Packet.Publish(topic, qos, packetId, duplicate, retain, utf8(bytes.remaining()));
    }

    private Packet ack(AckType type) {
        int packetId = twoBytes();
        return new Packet.Ack(type, packetId, bytes.hasRemaining() ? oneByte() : 0);
    }

    private Packet subAck() throws IOException {
        int packetId = twoBytes();
        if (version == Mqtt.V5) {
            skipProperties();
        }
        int highest = oneByte();
        while (bytes.hasRemaining()) {
            highest = Math.max(highest, oneByte());
        }
        return new Packet.SubAck(packetId, highest);
    }

    private int receiveMaximum() throws IOException {
        int end = variableByteInteger() + bytes.position();
        int found = NO_RECEIVE_MAXIMUM;
        while (bytes.position() < end) {
            int property = oneByte();
            if (property == RECEIVE_MAXIMUM) {
                found = twoBytes();
            } else {
                skipProperty(property);
            }
        }
        return found;
    }

    /** Those of CONNACK (MQTT 5, section 3.2.2.3). */
    private void skipProperty(int property) throws IOException {
        switch (property) {
            case 0x24, 0x25, 0x28, 0x29, 0x2A -> skip(1);
            case 0x13, 0x22 -> skip(2);
            case 0x11, 0x27 -> skip(4);
            case 0x12, 0x15, 0x16, 0x1A, 0x1C, 0x1F -> skip(twoBytes());
            case 0x26 -> {
                skip(twoBytes());
                skip(twoBytes());
            }
            default -> throw new IOException("CONNACK has an unknown property " + property);
        }
    }

    private void skipProperties() throws IOException {
        skip(variableByteInteger());
    }

    private void skip(int count) throws IOException {
        if (count > bytes.remaining()) {
            throw new IOException("a packet ends within a property");
        }
        bytes.position(bytes.position() + count);
    }

    private int variableByteInteger() {
        int value = 0;
        int shift = 0;
        int digit;
        do {
            digit = oneByte();
            value |= (digit & CONTINUED - 1) << shift;
            shift += 7;
        } while ((digit & CONTINUED) != 0);
        return value;
    }

    private String text() {
        return utf8(twoBytes());
    }

    private String utf8(int length) {
        byte[] encoded = new byte[length];
        bytes.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    private int twoBytes() {
        return Short.toUnsignedInt(bytes.getShort());
    }

    private int oneByte() {
        return Byte.toUnsignedInt(bytes.get());
    }
}
