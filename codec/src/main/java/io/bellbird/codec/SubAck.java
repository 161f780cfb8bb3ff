package io.bellbird.codec;

import java.util.List;

/**
 * SUBACK, server to client (section 3.9).
 *
 * @param packetId 1..65535, that of the SUBSCRIBE [MQTT-3.8.4-2]
 * @param reasons one for each filter, in order [MQTT-3.8.4-6]; every error is written as 0x80 for MQTT 3
 */
public record SubAck(int packetId, List<ReasonCode> reasons, AckProperties properties) implements Packet {
    public SubAck {
        reasons = List.copyOf(reasons);
    }

    @Override
    public PacketType type() {
        return PacketType.SUBACK;
    }
}
