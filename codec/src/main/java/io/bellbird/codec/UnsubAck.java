package io.bellbird.codec;

import java.util.List;

/**
 * UNSUBACK, server to client (section 3.11).
 *
 * @param packetId 1..65535, that of the UNSUBSCRIBE
 * @param reasons one for each filter, in order [MQTT-3.11.3-1]; MQTT 3 has none
 */
public record UnsubAck(int packetId, List<ReasonCode> reasons, AckProperties properties) implements Packet {
    public UnsubAck {
        reasons = List.copyOf(reasons);
    }

    @Override
    public PacketType type() {
        return PacketType.UNSUBACK;
    }
}
