package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes PUBLISH (section 3.3) without allocating: all lengths are computed first. */
final class PublishWriter {
    private static final int HEADER = PacketType.PUBLISH.value() << 4;
    private static final int DUPLICATE = 0x08;
    private static final int RETAIN = 0x01;

    private PublishWriter() {}

    /** As {@link Encoder#encodePublishHead}. */
    static void writeHead(
            MqttVersion version,
            @Nullable Topic topic,
            int topicAlias,
            int packetId,
            Qos qos,
            boolean duplicate,
            boolean retain,
            int payloadLength,
            PublishProperties properties,
            long expirySeconds,
            SubscriptionIdentifiers ids,
            ByteBuf out) {
        check(version, topic, topicAlias, packetId, qos);
        long propertiesLength =
                version.hasProperties() ? propertiesLength(topicAlias, properties, expirySeconds, ids) : 0;
        long remainingLength = remainingLength(version, topic, qos, payloadLength, propertiesLength);
        int headLength = 1 + VariableByteInteger.length(remainingLength) + (int) remainingLength - payloadLength;
        out.ensureWritable(headLength);
        out.writeByte(HEADER | (duplicate ? DUPLICATE : 0) | (qos.level() << 1) | (retain ? RETAIN : 0));
        VariableByteInteger.write((int) remainingLength, out);
        writeTopic(topic, out);
        if (qos != Qos.AT_MOST_ONCE) {
            out.writeShort(packetId);
        }
        if (version.hasProperties()) {
            VariableByteInteger.write((int) propertiesLength, out);
            writeProperties(topicAlias, properties, expirySeconds, ids, out);
        }
    }

    /** As {@link Encoder#publishLength}. */
    static long length(
            MqttVersion version,
            @Nullable Topic topic,
            int topicAlias,
            Qos qos,
            int payloadLength,
            PublishProperties properties,
            long expirySeconds,
            SubscriptionIdentifiers ids) {
        long propertiesLength =
                version.hasProperties() ? propertiesLength(topicAlias, properties, expirySeconds, ids) : 0;
        long remainingLength = remainingLength(version, topic, qos, payloadLength, propertiesLength);
        int lengthLength = remainingLength > VariableByteInteger.MAX
                ? VariableByteInteger.BYTES_MAX
                : VariableByteInteger.length(remainingLength);
        return 1 + lengthLength + remainingLength;
    }

    private static void check(MqttVersion version, @Nullable Topic topic, int topicAlias, int packetId, Qos qos) {
        if ((packetId == 0) != (qos == Qos.AT_MOST_ONCE)) {
            throw new IllegalArgumentException("packetId " + packetId + " does not fit QoS " + qos);
        }
        if (topicAlias != 0 && !version.hasProperties()) {
            throw new IllegalArgumentException("a topic alias in " + version);
        }
        if (topic == null && topicAlias == 0) {
            throw new IllegalArgumentException("neither topic nor alias");
        }
    }

    private static long remainingLength(
            MqttVersion version, @Nullable Topic topic, Qos qos, int payloadLength, long propertiesLength) {
        long length = 2L + (topic == null ? 0 : topic.utf8().length);
        if (qos != Qos.AT_MOST_ONCE) {
            length += 2;
        }
        if (version.hasProperties()) {
            length += VariableByteInteger.length(propertiesLength) + propertiesLength;
        }
        return length + payloadLength;
    }

    private static void writeTopic(@Nullable Topic topic, ByteBuf out) {
        if (topic == null) {
            out.writeShort(0);
            return;
        }
        byte[] utf8 = topic.utf8();
        out.writeShort(utf8.length);
        out.writeBytes(utf8);
    }

    private static long propertiesLength(
            int topicAlias, PublishProperties properties, long expirySeconds, SubscriptionIdentifiers ids) {
        long length = messagePropertiesLength(properties, expirySeconds);
        if (topicAlias != 0) {
            length += 3;
        }
        for (int i = 0; i < ids.count(); i++) {
            length += 1 + VariableByteInteger.length(ids.get(i));
        }
        return length;
    }

    private static void writeProperties(
            int topicAlias,
            PublishProperties properties,
            long expirySeconds,
            SubscriptionIdentifiers ids,
            ByteBuf out) {
        if (topicAlias != 0) {
            PropertyWriter.writeTwoBytes(Property.TOPIC_ALIAS, topicAlias, out);
        }
        writeMessageProperties(properties, expirySeconds, out);
        for (int i = 0; i < ids.count(); i++) {
            PropertyWriter.writeVariable(Property.SUBSCRIPTION_IDENTIFIER, ids.get(i), out);
        }
    }

    private static long messagePropertiesLength(PublishProperties properties, long expirySeconds) {
        long length = expirySeconds == PublishProperties.NO_EXPIRY ? 0 : 5;
        return length
                + (properties.utf8Payload() ? 2 : 0)
                + PropertyWriter.lengthOfString(properties.contentType())
                + PropertyWriter.lengthOfString(properties.responseTopic())
                + PropertyWriter.lengthOfBinary(properties.correlationData())
                + PropertyWriter.lengthOfUserProperties(properties.userProperties());
    }

    /** Writes what a message carries, also as a Will. */
    static void writeMessageProperties(PublishProperties properties, long expirySeconds, ByteBuf out) {
        if (properties.utf8Payload()) {
            PropertyWriter.writeFlag(Property.PAYLOAD_FORMAT_INDICATOR, true, out);
        }
        if (expirySeconds != PublishProperties.NO_EXPIRY) {
            PropertyWriter.writeFourBytes(Property.MESSAGE_EXPIRY_INTERVAL, expirySeconds, out);
        }
        PropertyWriter.writeString(Property.CONTENT_TYPE, properties.contentType(), out);
        PropertyWriter.writeString(Property.RESPONSE_TOPIC, properties.responseTopic(), out);
        PropertyWriter.writeBinary(Property.CORRELATION_DATA, properties.correlationData(), out);
        PropertyWriter.writeUserProperties(properties.userProperties(), out);
    }
}
