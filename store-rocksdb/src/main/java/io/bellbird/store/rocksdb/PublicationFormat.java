package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Numbers;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.rocksdb.RocksDBException;

/**
 * Publications as bytes: flags, lengths of topic and payload, then what the flags announce. A message that expires has
 * with it when it came and how long it had waited when it was written, by both clocks.
 *
 * <p>Not for two threads at once: it remembers topics and client ids, so that a queue of them is read as one object.
 */
final class PublicationFormat {
    private static final int QOS = 0x03;
    private static final int RETAIN = 0x04;
    private static final int NUMBERED = 0x08;
    private static final int PROPERTIES = 0x10;
    private static final int EXPIRES = 0x20;
    private static final int PUBLISHER = 0x40;
    private static final int PAYLOAD_ELSEWHERE = 0x80;

    private static final int UTF8_PAYLOAD = 0x01;
    private static final int CONTENT_TYPE = 0x02;
    private static final int RESPONSE_TOPIC = 0x04;
    private static final int CORRELATION_DATA = 0x08;
    private static final int USER_PROPERTIES = 0x10;
    private static final int ALL_PROPERTIES = 0x1F;
    /** With the properties, though it is none: who published a retained message. */
    private static final int USERNAME = 0x20;

    /** Bytes of {@link Head} at most. */
    static final int HEAD_BYTES_MAX = 1 + 2 + 4 + 8 + 8;

    /** What a message without topic and payload counts in memory. */
    private static final long OVERHEAD_BYTES = overheadBytes();

    private final StoreTime time;
    private final int generation;
    private final Remembered<Topic> topics = new Remembered<>(PublicationFormat::topic);
    private final Remembered<String> publishers = new Remembered<>(Function.identity());

    /** @param generation of this process */
    PublicationFormat(StoreTime time, int generation) {
        this.time = time;
        this.generation = generation;
    }

    private static long overheadBytes() {
        Topic topic = Topic.of("t");
        return new Publication(topic, Qos.AT_MOST_ONCE, false, Bytes.EMPTY, PublishProperties.NONE, "", 0).memoryBytes()
                - topic.utf8().length;
    }

    /**
     * What stands in front.
     *
     * @param number of the publication, or 0
     * @param payloadNumber of the payload that it shares, or 0
     * @param payloadBytes how long its payload is, also when it lies elsewhere
     */
    record Head(int flags, int topicBytes, long payloadBytes, long number, long payloadNumber) {
        static Head read(ByteReader in) {
            int flags = in.get8();
            int topicBytes = in.get16();
            long payloadBytes = in.get32();
            long number = (flags & NUMBERED) != 0 ? in.get64() : 0;
            long payloadNumber = (flags & PAYLOAD_ELSEWHERE) != 0 ? in.get64() : 0;
            return new Head(flags, topicBytes, payloadBytes, number, payloadNumber);
        }

        /** As {@link Publication#memoryBytes()}. */
        long memoryBytes() {
            return OVERHEAD_BYTES + topicBytes + payloadBytes;
        }
    }

    /** @param payloadNumber where the payload is, or 0 to write it here */
    void write(Publication publication, long payloadNumber, ByteWriter out) {
        PublishProperties properties = publication.properties();
        int propertyFlags = flags(properties) | (publication.username() == null ? 0 : USERNAME);
        byte[] topic = publication.topic().utf8();
        Bytes payload = publication.payload();
        out.put8(publication.qos().level()
                | (publication.retain() ? RETAIN : 0)
                | (publication.number() != 0 ? NUMBERED : 0)
                | (propertyFlags != 0 ? PROPERTIES : 0)
                | (properties.expires() ? EXPIRES : 0)
                | (publication.publisher().isEmpty() ? 0 : PUBLISHER)
                | (payloadNumber != 0 ? PAYLOAD_ELSEWHERE : 0));
        out.put16(topic.length).put32(payload.length());
        if (publication.number() != 0) {
            out.put64(publication.number());
        }
        if (payloadNumber != 0) {
            out.put64(payloadNumber);
        }
        if (properties.expires()) {
            writeExpiry(publication, out);
        }
        out.putBytes(topic);
        if (!publication.publisher().isEmpty()) {
            out.putText(publication.publisher());
        }
        if (propertyFlags != 0) {
            writeProperties(properties, propertyFlags, out);
            if (publication.username() != null) {
                out.putText(publication.username());
            }
        }
        if (payloadNumber == 0) {
            out.putBytes(payload.array());
        }
    }

    private void writeExpiry(Publication publication, ByteWriter out) {
        out.put32(publication.properties().expiryIntervalSeconds())
                .put64(publication.arrivedNanos())
                .put64(Math.max(0, time.nowNanos() - publication.arrivedNanos()))
                .put64(time.wallMillis());
    }

    /**
     * @param ofThisProcess whether it was written by this process, so that its time of arrival still stands
     * @throws DamagedValueException when it is not a publication
     */
    Publication read(ByteReader in, boolean ofThisProcess, Payloads payloads) throws RocksDBException {
        Head head = Head.read(in);
        long interval = PublishProperties.NO_EXPIRY;
        long arrivedNanos = 0;
        if ((head.flags & EXPIRES) != 0) {
            interval = in.get32();
            long arrivedThen = in.get64();
            arrivedNanos = time.arrivedNanos(in.get64(), in.get64());
            if (ofThisProcess) {
                arrivedNanos = arrivedThen;
            }
        }
        Topic topic = topics.get(in.getBytes(head.topicBytes));
        String publisher = (head.flags & PUBLISHER) != 0 ? publishers.get(in.getBytes(in.get16())) : "";
        int propertyFlags = (head.flags & PROPERTIES) != 0 ? in.getFlags(ALL_PROPERTIES | USERNAME) : 0;
        PublishProperties properties = (propertyFlags & ALL_PROPERTIES) == 0 && interval == PublishProperties.NO_EXPIRY
                ? PublishProperties.NONE
                : readProperties(propertyFlags, in, interval);
        String username = (propertyFlags & USERNAME) != 0 ? in.getText() : null;
        return new Publication(
                topic,
                qos(head.flags & QOS),
                (head.flags & RETAIN) != 0,
                payload(in, head, payloads),
                properties,
                publisher,
                username,
                arrivedNanos,
                Numbers.generationOfPublication(head.number) == generation ? head.number : 0);
    }

    private static Bytes payload(ByteReader in, Head head, Payloads payloads) throws RocksDBException {
        if (head.payloadNumber == 0) {
            return Bytes.wrap(in.getBytes(head.payloadBytes));
        }
        Bytes payload = payloads.get(head.payloadNumber);
        if (payload.length() != head.payloadBytes) {
            throw new DamagedValueException(
                    "its payload should have " + head.payloadBytes + " bytes and has " + payload.length());
        }
        return payload;
    }

    /** @throws DamagedValueException when it is not 0, 1 or 2 */
    static Qos qos(int level) {
        try {
            return Qos.of(level);
        } catch (IllegalArgumentException e) {
            throw new DamagedValueException("no QoS " + level, e);
        }
    }

    /** @throws DamagedValueException when it is not a topic name */
    static Topic topic(String text) {
        try {
            return Topic.of(text);
        } catch (IllegalArgumentException e) {
            throw new DamagedValueException("no topic name: " + e.getMessage(), e);
        }
    }

    private static int flags(PublishProperties properties) {
        return (properties.utf8Payload() ? UTF8_PAYLOAD : 0)
                | (properties.contentType() != null ? CONTENT_TYPE : 0)
                | (properties.responseTopic() != null ? RESPONSE_TOPIC : 0)
                | (properties.correlationData() != null ? CORRELATION_DATA : 0)
                | (properties.userProperties().isEmpty() ? 0 : USER_PROPERTIES);
    }

    /** All properties but the expiry. */
    static void writeProperties(PublishProperties properties, ByteWriter out) {
        writeProperties(properties, flags(properties), out);
    }

    private static void writeProperties(PublishProperties properties, int flags, ByteWriter out) {
        out.put8(flags);
        if (properties.contentType() != null) {
            out.putText(properties.contentType());
        }
        if (properties.responseTopic() != null) {
            out.putText(properties.responseTopic());
        }
        Bytes correlationData = properties.correlationData();
        if (correlationData != null) {
            out.put32(correlationData.length()).putBytes(correlationData.array());
        }
        if (!properties.userProperties().isEmpty()) {
            out.put32(properties.userProperties().size());
            for (UserProperty property : properties.userProperties()) {
                out.putText(property.name()).putText(property.value());
            }
        }
    }

    /** @throws DamagedValueException when they are none */
    static PublishProperties readProperties(ByteReader in, long expiryIntervalSeconds) {
        return readProperties(in.getFlags(ALL_PROPERTIES), in, expiryIntervalSeconds);
    }

    private static PublishProperties readProperties(int flags, ByteReader in, long expiryIntervalSeconds) {
        String contentType = (flags & CONTENT_TYPE) != 0 ? in.getText() : null;
        String responseTopic = (flags & RESPONSE_TOPIC) != 0 ? in.getText() : null;
        Bytes correlationData = (flags & CORRELATION_DATA) != 0 ? Bytes.wrap(in.getBytes(in.get32())) : null;
        return new PublishProperties(
                (flags & UTF8_PAYLOAD) != 0,
                expiryIntervalSeconds,
                contentType,
                responseTopic,
                correlationData,
                (flags & USER_PROPERTIES) != 0 ? readUserProperties(in) : List.of());
    }

    private static List<UserProperty> readUserProperties(ByteReader in) {
        long count = in.get32();
        List<UserProperty> properties = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            properties.add(new UserProperty(in.getText(), in.getText()));
        }
        return properties;
    }
}
