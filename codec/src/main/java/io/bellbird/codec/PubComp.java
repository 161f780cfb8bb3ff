package io.bellbird.codec;

/**
 * PUBCOMP, the answer to PUBREL and the end of a QoS 2 exchange (section 3.7).
 *
 * @param packetId 1..65535
 * @param reason SUCCESS in MQTT 3
 */
public record PubComp(int packetId, ReasonCode reason, AckProperties properties) implements Packet {
    public PubComp(int packetId, ReasonCode reason) {
        this(packetId, reason, AckProperties.NONE);
    }

    @Override
    public PacketType type() {
        return PacketType.PUBCOMP;
    }
}
