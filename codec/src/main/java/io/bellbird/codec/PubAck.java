package io.bellbird.codec;

/**
 * PUBACK, the answer to a QoS 1 PUBLISH (section 3.4).
 *
 * @param packetId 1..65535
 * @param reason SUCCESS in MQTT 3
 */
public record PubAck(int packetId, ReasonCode reason, AckProperties properties) implements Packet {
    public PubAck(int packetId, ReasonCode reason) {
        this(packetId, reason, AckProperties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBACK;
    }
}
