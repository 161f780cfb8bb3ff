package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Turns packets into bytes, in the shortest form that the standard allows. What a version cannot express is left out:
 * properties, reason codes of acknowledgements. Has no state.
 */
public final class Encoder {
    private static final int TYPE_SHIFT = 4;
    /** The flags of PUBREL, SUBSCRIBE and UNSUBSCRIBE. */
    private static final int QOS_1 = 0x02;

    private Encoder() {}

    /**
     * Appends a packet; when this fails, {@code out} ends where it did.
     *
     * @throws IllegalArgumentException when {@code version} has no such packet (AUTH, or DISCONNECT with a reason, in
     *     MQTT 3; a CONNECT of another version), when a string has more than 65,535 bytes, or the packet more than
     *     268,435,460
     */
    public static void encode(Packet packet, MqttVersion version, ByteBuf out) {
        int start = out.writerIndex();
        try {
            write(packet, version, out);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    private static void write(Packet packet, MqttVersion version, ByteBuf out) {
        PacketType type = packet.type();
        int header = type.value() << TYPE_SHIFT;
        switch (type) {
            case CONNECT -> writeConnect(header, (Connect) packet, version, out);
            case CONNACK -> ConnAckWriter.write(header, (ConnAck) packet, version, out);
            case PUBLISH -> writePublish((Publish) packet, version, out);
            case PUBACK -> writePubAck(header, (PubAck) packet, version, out);
            case PUBREC -> writePubRec(header, (PubRec) packet, version, out);
            case PUBREL -> writePubRel(header | QOS_1, (PubRel) packet, version, out);
            case PUBCOMP -> writePubComp(header, (PubComp) packet, version, out);
            case SUBSCRIBE -> SubscribeWriter.writeSubscribe(header | QOS_1, (Subscribe) packet, version, out);
            case SUBACK -> AckWriter.writeSubAck(header, (SubAck) packet, version, out);
            case UNSUBSCRIBE -> SubscribeWriter.writeUnsubscribe(header | QOS_1, (Unsubscribe) packet, version, out);
            case UNSUBACK -> AckWriter.writeUnsubAck(header, (UnsubAck) packet, version, out);
            case PINGREQ, PINGRESP -> out.writeShort(header << Byte.SIZE);
            case DISCONNECT -> DisconnectWriter.writeDisconnect(header, (Disconnect) packet, version, out);
            case AUTH -> DisconnectWriter.writeAuth(header, (Auth) packet, version, out);
        }
    }

    private static void writeConnect(int header, Connect connect, MqttVersion version, ByteBuf out) {
        if (connect.version() != version) {
            throw new IllegalArgumentException("a CONNECT of " + connect.version() + " in " + version);
        }
        ConnectWriter.write(header, connect, out);
    }

    private static void writePublish(Publish publish, MqttVersion version, ByteBuf out) {
        PublishWriter.writeHead(
                version,
                publish.topic(),
                0,
                publish.packetId(),
                publish.qos(),
                publish.duplicate(),
                publish.retain(),
                publish.payload().length(),
                publish.properties(),
                publish.properties().expiryIntervalSeconds(),
                publish.subscriptionIdentifiers(),
                out);
        out.writeBytes(publish.payload().array());
    }

    private static void writePubAck(int header, PubAck ack, MqttVersion version, ByteBuf out) {
        AckWriter.writePublishAck(header, ack.packetId(), ack.reason(), ack.properties(), version, out);
    }

    private static void writePubRec(int header, PubRec ack, MqttVersion version, ByteBuf out) {
        AckWriter.writePublishAck(header, ack.packetId(), ack.reason(), ack.properties(), version, out);
    }

    private static void writePubRel(int header, PubRel ack, MqttVersion version, ByteBuf out) {
        AckWriter.writePublishAck(header, ack.packetId(), ack.reason(), ack.properties(), version, out);
    }

    private static void writePubComp(int header, PubComp ack, MqttVersion version, ByteBuf out) {
        AckWriter.writePublishAck(header, ack.packetId(), ack.reason(), ack.properties(), version, out);
    }

    /**
     * Appends a PUBLISH given piecewise, up to its payload, which has to follow: so a broker that fans a message out need
     * not copy a large one. Allocates nothing. When this fails, {@code out} ends where it did.
     *
     * @param topic null when only the alias is sent
     * @param topicAlias 1..65535, or 0 for none; MQTT 5 only
     * @param packetId 1..65535, or 0 exactly when {@code qos} is 0
     * @param payloadLength bytes that will follow
     * @param properties MQTT 3 leaves them out
     * @param expirySeconds what remains of the expiry, 0..4,294,967,295, or {@link PublishProperties#NO_EXPIRY}; that
     *     in {@code properties} does not count
     * @param ids MQTT 3 leaves them out
     * @throws IllegalArgumentException when topic, alias, packet id and QoS do not fit, or it is too large for MQTT
     */
    public static void encodePublishHead(
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
        int start = out.writerIndex();
        try {
            PublishWriter.writeHead(
                    version,
                    topic,
                    topicAlias,
                    packetId,
                    qos,
                    duplicate,
                    retain,
                    payloadLength,
                    properties,
                    expirySeconds,
                    ids,
                    out);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    /**
     * The size of that PUBLISH in bytes with its fixed header and its payload, to compare with a Maximum Packet Size.
     * Also of one that is too large for MQTT. The parameters are those of {@link #encodePublishHead}.
     */
    public static long publishLength(
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
            SubscriptionIdentifiers ids) {
        return PublishWriter.length(version, topic, topicAlias, qos, payloadLength, properties, expirySeconds, ids);
    }
}
