package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Reads PUBLISH (section 3.3), and the message properties that a Will has too. */
final class PublishReader {
    private static final int RETAIN = 0x01;
    private static final int QOS_SHIFT = 1;
    private static final int QOS_MASK = 0x03;
    private static final int DUPLICATE = 0x08;

    private PublishReader() {}

    /**
     * Checks the flags of the fixed header, which need no more of the packet.
     *
     * @throws ProtocolError MALFORMED_PACKET
     */
    static void checkFlags(int flags) {
        int qos = (flags >> QOS_SHIFT) & QOS_MASK;
        if (qos == 3) {
            throw PacketBody.malformed("MQTT-3.3.1-4", "PUBLISH with QoS 3");
        }
        if (qos == 0 && (flags & DUPLICATE) != 0) {
            throw PacketBody.malformed("MQTT-3.3.1-2", "PUBLISH with DUP at QoS 0");
        }
    }

    /**
     * How long the part before the payload is, in bytes.
     *
     * @param start of the packet's body in {@code in}
     * @return -1 when not all of it has come
     */
    static int headLength(ByteBuf in, int start, int flags, boolean hasProperties) {
        int available = in.writerIndex() - start;
        if (available < Short.BYTES) {
            return -1;
        }
        boolean hasPacketId = ((flags >> QOS_SHIFT) & QOS_MASK) != 0;
        int length = Short.BYTES + in.getUnsignedShort(start) + (hasPacketId ? Short.BYTES : 0);
        if (hasProperties) {
            int propertiesLength = 0;
            int shift = 0;
            for (boolean more = true; more && shift < 7 * VariableByteInteger.BYTES_MAX; shift += 7) {
                if (length >= available) {
                    return -1;
                }
                int next = in.getUnsignedByte(start + length++);
                propertiesLength |= (next & 0x7F) << shift;
                more = (next & 0x80) != 0;
            }
            length += propertiesLength;
        }
        return length <= available ? length : -1;
    }

    /** Reads the packet; {@code flags} were checked. */
    static Publish read(PacketBody body, int flags, TopicCache topics, TopicAliases aliases) {
        Qos qos = Qos.of((flags >> QOS_SHIFT) & QOS_MASK);
        int topicLength = body.unsignedShort("the length of the topic name");
        Topic topic = topicLength == 0 ? null : TopicReader.read(body, topicLength, topics, "MQTT-3.3.2-2");
        int packetId = qos == Qos.AT_MOST_ONCE ? 0 : packetId(body);
        PropertyValues values = PropertyValues.read(body, PropertySection.PUBLISH);
        if (body.fromClient() && values.has(Property.SUBSCRIPTION_IDENTIFIER)) {
            throw PacketBody.protocolError("MQTT-3.3.4-6", "a subscription identifier from a client");
        }
        PublishProperties properties = properties(values);
        return new Publish(
                packetId,
                resolve(topic, values, aliases, body),
                qos,
                (flags & DUPLICATE) != 0,
                (flags & RETAIN) != 0,
                body.bytes(body.remaining(), "the payload"),
                properties,
                values == PropertyValues.NONE ? SubscriptionIdentifiers.NONE : values.subscriptionIdentifiers());
    }

    private static int packetId(PacketBody body) {
        String inV5 = body.fromClient() ? "MQTT-2.2.1-3" : "MQTT-2.2.1-4";
        return body.packetId(body.statement(inV5, "MQTT-2.3.1-1"));
    }

    private static Topic resolve(@Nullable Topic topic, PropertyValues values, TopicAliases aliases, PacketBody body) {
        if (values.has(Property.TOPIC_ALIAS)) {
            return aliases.resolve((int) values.number(Property.TOPIC_ALIAS, 0), topic, body.fromClient());
        }
        if (topic == null) {
            String text = "an empty topic name without a topic alias";
            throw body.hasProperties()
                    ? PacketBody.protocolError("MQTT-4.7.3-1", text)
                    : PacketBody.malformed("MQTT-4.7.3-1", text);
        }
        return topic;
    }

    /**
     * The properties that a message keeps on its way.
     *
     * @throws ProtocolError PROTOCOL_ERROR when the response topic is not a topic name
     */
    static PublishProperties properties(PropertyValues values) {
        if (values == PropertyValues.NONE) {
            return PublishProperties.NONE;
        }
        String responseTopic = values.string(Property.RESPONSE_TOPIC);
        if (responseTopic != null && responseTopic.isEmpty()) {
            throw PacketBody.protocolError("MQTT-4.7.3-1", "an empty response topic");
        }
        if (responseTopic != null && !Topic.isName(responseTopic)) {
            throw PacketBody.protocolError("MQTT-3.3.2-14", "the response topic has a wildcard");
        }
        return new PublishProperties(
                values.flag(Property.PAYLOAD_FORMAT_INDICATOR, false),
                values.number(Property.MESSAGE_EXPIRY_INTERVAL, PublishProperties.NO_EXPIRY),
                values.string(Property.CONTENT_TYPE),
                responseTopic,
                values.binary(Property.CORRELATION_DATA),
                values.userProperties());
    }
}
