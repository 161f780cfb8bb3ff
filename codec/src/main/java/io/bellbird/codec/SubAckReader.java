package io.bellbird.codec;

import java.util.ArrayList;
import java.util.List;

/** Reads SUBACK and UNSUBACK (sections 3.9 and 3.11). */
final class SubAckReader {
    private SubAckReader() {}

    static SubAck readSubAck(PacketBody body) {
        int packetId = packetId(body);
        AckProperties properties = properties(body);
        ReasonSet reasons = body.hasProperties() ? ReasonSet.SUBACK : ReasonSet.SUBACK_V3;
        return new SubAck(packetId, readReasons(body, reasons), properties);
    }

    static UnsubAck readUnsubAck(PacketBody body) {
        int packetId = packetId(body);
        AckProperties properties = properties(body);
        List<ReasonCode> reasons = body.hasProperties() ? readReasons(body, ReasonSet.UNSUBACK) : List.of();
        return new UnsubAck(packetId, reasons, properties);
    }

    private static int packetId(PacketBody body) {
        return body.packetId(body.statement("MQTT-2.2.1-6", "MQTT-2.3.1-7"));
    }

    private static AckProperties properties(PacketBody body) {
        return AckReader.properties(PropertyValues.read(body, PropertySection.ACKNOWLEDGEMENT));
    }

    private static List<ReasonCode> readReasons(PacketBody body, ReasonSet reasons) {
        if (body.remaining() == 0) {
            throw PacketBody.malformed("", "no reason code");
        }
        List<ReasonCode> list = new ArrayList<>(body.remaining());
        while (body.remaining() > 0) {
            list.add(reasons.read(body));
        }
        return list;
    }
}
