package io.bellbird.app.mosquitto;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Writes databases as the versions of Mosquitto do, chunk by chunk; and with {@link #chunk} as none does. */
final class DatabaseWriter {
    static final byte[] NO_PROPERTIES = {};

    private final ByteBuf out = Unpooled.buffer();
    private final int version;
    /** How long C makes times in the formats before 5, and how it aligns structures from 5 on. */
    private final int wordBytes;

    private DatabaseWriter(int version, int wordBytes) {
        this.version = version;
        this.wordBytes = wordBytes;
        out.writeBytes(new byte[] {0, (byte) 0xB5, 0}).writeBytes(utf8("mosquitto db"));
        out.writeInt(0).writeInt(version);
    }

    /** A file with its configuration, of a machine with 64 bits. */
    static DatabaseWriter format(int version) {
        return new DatabaseWriter(version, Long.BYTES).configuration(9_999);
    }

    /** A file with its configuration, of a machine with 32 bits. */
    static DatabaseWriter formatOf32Bits(int version) {
        return new DatabaseWriter(version, Integer.BYTES).configuration(9_999);
    }

    /** Only what stands before the first chunk. */
    static DatabaseWriter header(int version) {
        return new DatabaseWriter(version, Long.BYTES);
    }

    DatabaseWriter configuration(long lastNumber) {
        ByteBuf data = Unpooled.buffer();
        if (version < 5) {
            data.writeByte(1).writeByte(Long.BYTES).writeLongLE(lastNumber);
        } else {
            data.writeLongLE(lastNumber).writeByte(1).writeByte(Long.BYTES);
            align(data);
        }
        return chunk(ChunkLayout.CONFIGURATION, data);
    }

    DatabaseWriter message(long number, String topic, int qos, boolean retain, String payload) {
        return message(number, topic, qos, retain, payload, 0, NO_PROPERTIES);
    }

    /** @param properties with their length before them; from format 5 on */
    DatabaseWriter message(
            long number, String topic, int qos, boolean retain, String payload, long expires, byte[] properties) {
        ByteBuf data = Unpooled.buffer().writeLongLE(number);
        if (version < 5) {
            string(data, "publisher");
            if (version == 4) {
                string(data, "anna");
                data.writeShort(1883);
            }
            data.writeShort(7).writeShort(0);
            string(data, topic);
            data.writeByte(qos).writeByte(retain ? 1 : 0).writeInt(utf8(payload).length);
            data.writeBytes(utf8(payload));
        } else {
            data.writeLongLE(expires).writeInt(utf8(payload).length).writeShort(7);
            data.writeShort("publisher".length()).writeShort("anna".length()).writeShort(utf8(topic).length);
            data.writeShort(1883).writeByte(qos).writeByte(retain ? 1 : 0);
            data.writeBytes(utf8("publisher" + "anna" + topic + payload)).writeBytes(properties);
        }
        return chunk(ChunkLayout.MESSAGE, data);
    }

    /** A session of an MQTT 3 client, which never ends by itself. */
    DatabaseWriter session(String clientId) {
        return session(clientId, NO_PROPERTIES, 0, MosquittoSession.NEVER);
    }

    /** @param time in the formats before 5 that of the disconnect, then of the expiry; seconds since 1970 */
    DatabaseWriter session(String clientId, byte[] username, long time, long expiryIntervalSeconds) {
        ByteBuf data = Unpooled.buffer();
        if (version < 5) {
            string(data, clientId);
            data.writeShort(3);
            if (wordBytes == Integer.BYTES) {
                data.writeIntLE((int) time);
            } else {
                data.writeLongLE(time);
            }
        } else {
            data.writeLongLE(time).writeInt((int) expiryIntervalSeconds).writeShort(3);
            data.writeShort(utf8(clientId).length);
            if (version == 6) {
                data.writeShort(1883).writeShort(username.length);
                align(data);
            }
            data.writeBytes(utf8(clientId)).writeBytes(version == 6 ? username : NO_PROPERTIES);
        }
        return chunk(ChunkLayout.SESSION, data);
    }

    /** A message to the client, without flags. */
    DatabaseWriter delivery(String clientId, long number, int packetId, int qos, DeliveryState state) {
        return delivery(clientId, number, packetId, qos, state.number(), 1, NO_PROPERTIES);
    }

    /** @param direction 0 from, 1 to the client */
    DatabaseWriter delivery(
            String clientId, long number, int packetId, int qos, int state, int direction, byte[] properties) {
        ByteBuf data = Unpooled.buffer();
        if (version < 5) {
            string(data, clientId);
            data.writeLongLE(number).writeShort(packetId).writeByte(qos).writeByte(0);
            data.writeByte(direction).writeByte(state).writeByte(1);
        } else {
            data.writeLongLE(number).writeShort(packetId).writeShort(utf8(clientId).length);
            data.writeByte(qos).writeByte(state).writeByte(0x01).writeByte(direction);
            data.writeBytes(utf8(clientId)).writeBytes(properties);
        }
        return chunk(ChunkLayout.DELIVERY, data);
    }

    DatabaseWriter subscription(String clientId, String filter, int qos) {
        return subscription(clientId, filter, qos, 0, 0);
    }

    /** @param options and {@code identifier} from format 5 on */
    DatabaseWriter subscription(String clientId, String filter, int qos, int options, int identifier) {
        ByteBuf data = Unpooled.buffer();
        if (version < 5) {
            string(data, clientId);
            string(data, filter);
            data.writeByte(qos);
        } else {
            data.writeInt(identifier).writeShort(utf8(clientId).length).writeShort(utf8(filter).length);
            data.writeByte(qos).writeByte(options).writeShort(0);
            data.writeBytes(utf8(clientId + filter));
        }
        return chunk(ChunkLayout.SUBSCRIPTION, data);
    }

    DatabaseWriter retained(long number) {
        return chunk(ChunkLayout.RETAINED, Unpooled.buffer().writeLongLE(number));
    }

    /** Any chunk. */
    DatabaseWriter chunk(int type, ByteBuf data) {
        if (version < 5) {
            out.writeShort(type);
        } else {
            out.writeInt(type);
        }
        out.writeInt(data.readableBytes()).writeBytes(data);
        return this;
    }

    byte[] bytes() {
        return ByteBufUtil.getBytes(out);
    }

    private void align(ByteBuf structure) {
        structure.writeZero(-structure.readableBytes() & (wordBytes - 1));
    }

    private static void string(ByteBuf data, String text) {
        data.writeShort(utf8(text).length).writeBytes(utf8(text));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
