package io.bellbird.codec;

/**
 * PUBREL, the answer to PUBREC (section 3.6).
 *
 * @param packetId 1..65535
 * @param reason SUCCESS in MQTT 3
 */
public record PubRel(int packetId, ReasonCode reason, AckProperties properties) implements Packet {
    public PubRel(int packetId, ReasonCode reason) {
        this(packetId, reason, AckProperties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBREL;
    }
}
