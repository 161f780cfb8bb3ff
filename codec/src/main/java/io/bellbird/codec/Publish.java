package io.bellbird.codec;

/**
 * PUBLISH, in either direction. Topic aliases are resolved by the {@link Decoder} and chosen when it is encoded, so
 * that nobody between sees them.
 *
 * @param packetId 1..65535, or 0 exactly when {@code qos} is 0 [MQTT-2.2.1-2]
 * @param topic topic name without wildcards [MQTT-3.3.2-2]; never empty, since aliases are resolved
 * @param duplicate a redelivery; always false at QoS 0 [MQTT-3.3.1-2]
 * @param properties NONE in MQTT 3
 * @param subscriptionIdentifiers 1..268,435,455 each, of the subscriptions that made the server send it; in the
 *     order of the packet; from a client always empty [MQTT-3.3.4-6]
 */
public record Publish(
        int packetId,
        Topic topic,
        Qos qos,
        boolean duplicate,
        boolean retain,
        Bytes payload,
        PublishProperties properties,
        SubscriptionIdentifiers subscriptionIdentifiers)
        implements Packet {
    public Publish {
        if ((packetId == 0) != (qos == Qos.AT_MOST_ONCE) || packetId < 0 || packetId > 0xFFFF) {
            throw new IllegalArgumentException("packetId " + packetId + " does not fit QoS " + qos);
        }
        if (duplicate && qos == Qos.AT_MOST_ONCE) {
            throw new IllegalArgumentException("a duplicate has QoS 1 or 2");
        }
    }

    @Override
    public PacketType type() {
        return PacketType.PUBLISH;
    }
}
