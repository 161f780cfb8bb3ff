package io.bellbird.app.mosquitto;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Decoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.TopicCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads messages, and checks what any chunk may hold: topics, properties, times, flags. */
final class MessageReader implements Closeable {
    /** Later than any expiry that a message or session can be given, and far below what another byte order makes. */
    private static final long SECONDS_MAX = 1L << 40;

    /** The longest packet of MQTT, without its fixed header. */
    private static final int REMAINING_LENGTH_MAX = 268_435_455;

    private static final int TOPICS = 1024;
    private static final int PUBLISH_QOS_0 = 0x30;
    private static final Bytes ANY_TOPIC = Bytes.utf8("t");
    private static final Bytes NO_PROPERTIES = Bytes.wrap(new byte[1]);

    private final FileCursor in;
    private final ChunkLayout layout;
    private final TopicCache topics = new TopicCache(TOPICS);

    MessageReader(FileCursor in, ChunkLayout layout) {
        this.in = in;
        this.layout = layout;
    }

    /** Reads the message that stands at a place where one was read before. */
    MosquittoMessage read(long place) throws IOException, MosquittoFileException {
        in.moveTo(place);
        ChunkLayout.Chunk chunk = layout.chunk(in);
        long outerEnd = in.enter(chunk.bytes(), "a message");
        ChunkLayout.Message message = layout.message(in);
        in.leave(outerEnd);
        MosquittoMessage checked = check(place, message);
        in.moveTo(message.payload());
        return checked.withPayload(in.bytes(message.payloadBytes(), "a payload"));
    }

    /** Checks a message, and gives it without its payload. */
    MosquittoMessage check(long place, ChunkLayout.Message message) throws MosquittoFileException {
        Publish publish = publish(place, message.topic(), message.properties());
        return new MosquittoMessage(
                publish.topic(),
                qos(place, message.qos()),
                flag(place, message.retain(), "a RETAIN flag"),
                Bytes.EMPTY,
                publish.properties(),
                message.publisher(),
                message.username(),
                time(place, message.expires(), "the expiry of a message"));
    }

    /** What the properties of a delivery say, in a PUBLISH that means nothing else. */
    Publish publishOf(long place, Bytes properties) throws MosquittoFileException {
        return publish(place, ANY_TOPIC, properties);
    }

    Qos qos(long place, int level) throws MosquittoFileException {
        if (level > Qos.EXACTLY_ONCE.level()) {
            throw in.problem(
                    place, "expected a QoS of 0, 1 or 2 in this chunk, found " + level + "; the file is damaged");
        }
        return Qos.of(level);
    }

    boolean flag(long place, int value, String what) throws MosquittoFileException {
        if (value > 1) {
            throw in.problem(
                    place, "expected " + what + " of 0 or 1 in this chunk, found " + value + "; the file is damaged");
        }
        return value == 1;
    }

    /** The time of seconds since 1970; null for 0. */
    @Nullable
    Instant time(long place, long seconds, String what) throws MosquittoFileException {
        if (seconds < 0 || seconds > SECONDS_MAX) {
            long reversed = Long.reverseBytes(seconds);
            throw in.problem(
                    place,
                    reversed > 0 && reversed <= SECONDS_MAX
                            ? DatabaseReader.FOREIGN
                            : what + " in this chunk is " + seconds + " s after 1970; the file is damaged");
        }
        return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }

    /** Lets the codec read a topic and properties: as a PUBLISH that has nothing else. */
    private Publish publish(long place, Bytes topic, Bytes properties) throws MosquittoFileException {
        if (properties.length() > REMAINING_LENGTH_MAX) {
            throw in.problem(place, "this chunk has more properties than MQTT allows; the file is damaged");
        }
        Bytes section = properties.isEmpty() ? NO_PROPERTIES : properties;
        ByteBuf packet = Unpooled.buffer();
        packet.writeByte(PUBLISH_QOS_0);
        writeLength(packet, Short.BYTES + topic.length() + section.length());
        packet.writeShort(topic.length()).writeBytes(topic.array()).writeBytes(section.array());
        try {
            Packet read =
                    Decoder.forClient(MqttVersion.V5, topics, Integer.MAX_VALUE).decode(packet);
            if (read instanceof Publish publish && publish.payload().isEmpty()) {
                return publish;
            }
            throw in.problem(place, "expected this chunk to end with its properties; the file is damaged");
        } catch (ProtocolError e) {
            throw in.problem(place, "this chunk holds what MQTT does not allow: " + e.text() + "; the file is damaged");
        }
    }

    private static void writeLength(ByteBuf packet, int length) {
        int rest = length;
        while (rest > 0x7F) {
            packet.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        packet.writeByte(rest);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
