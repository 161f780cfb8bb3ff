package io.bellbird.codec;

/**
 * PUBREC, the first answer to a QoS 2 PUBLISH (section 3.5).
 *
 * @param packetId 1..65535
 * @param reason SUCCESS in MQTT 3
 */
public record PubRec(int packetId, ReasonCode reason, AckProperties properties) implements Packet {
    public PubRec(int packetId, ReasonCode reason) {
        this(packetId, reason, AckProperties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBREC;
    }
}
