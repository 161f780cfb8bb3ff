package io.bellbird.codec;

import org.jspecify.annotations.Nullable;

/** The reason codes that each packet may carry, as the tables of the standard list them, with the statement that says so. */
final class ReasonSet {
    static final ReasonSet CONNACK = new ReasonSet(
            "CONNACK",
            "MQTT-3.2.2-8",
            0x00,
            0x80,
            0x81,
            0x82,
            0x83,
            0x84,
            0x85,
            0x86,
            0x87,
            0x88,
            0x89,
            0x8A,
            0x8C,
            0x90,
            0x95,
            0x97,
            0x99,
            0x9A,
            0x9B,
            0x9C,
            0x9D,
            0x9F);
    static final ReasonSet PUBACK =
            new ReasonSet("PUBACK", "MQTT-3.4.2-1", 0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);
    static final ReasonSet PUBREC =
            new ReasonSet("PUBREC", "MQTT-3.5.2-1", 0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);
    static final ReasonSet PUBREL = new ReasonSet("PUBREL", "MQTT-3.6.2-1", 0x00, 0x92);
    static final ReasonSet PUBCOMP = new ReasonSet("PUBCOMP", "MQTT-3.7.2-1", 0x00, 0x92);
    static final ReasonSet SUBACK = new ReasonSet(
            "SUBACK", "MQTT-3.9.3-2", 0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2);
    static final ReasonSet SUBACK_V3 = new ReasonSet("SUBACK", "MQTT-3.9.3-2", 0x00, 0x01, 0x02, 0x80);
    static final ReasonSet UNSUBACK =
            new ReasonSet("UNSUBACK", "MQTT-3.11.3-2", 0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91);
    static final ReasonSet DISCONNECT_FROM_CLIENT = new ReasonSet(
            "DISCONNECT from a client",
            "MQTT-3.14.2-1",
            0x00,
            0x04,
            0x80,
            0x81,
            0x82,
            0x83,
            0x90,
            0x93,
            0x94,
            0x95,
            0x96,
            0x97,
            0x98,
            0x99);
    static final ReasonSet DISCONNECT_FROM_SERVER = new ReasonSet(
            "DISCONNECT from a server",
            "MQTT-3.14.2-1",
            0x00,
            0x80,
            0x81,
            0x82,
            0x83,
            0x87,
            0x89,
            0x8B,
            0x8D,
            0x8E,
            0x8F,
            0x90,
            0x93,
            0x94,
            0x95,
            0x96,
            0x97,
            0x98,
            0x99,
            0x9A,
            0x9B,
            0x9C,
            0x9D,
            0x9E,
            0x9F,
            0xA0,
            0xA1,
            0xA2);
    static final ReasonSet AUTH_FROM_CLIENT = new ReasonSet("AUTH", "MQTT-3.15.2-1", 0x18, 0x19);
    static final ReasonSet AUTH_FROM_SERVER = new ReasonSet("AUTH", "MQTT-3.15.2-1", 0x00, 0x18);

    private final String packet;
    private final String statement;
    private final @Nullable ReasonCode[] byCode = new ReasonCode[256];

    private ReasonSet(String packet, String statement, int... codes) {
        this.packet = packet;
        this.statement = statement;
        for (int code : codes) {
            byCode[code] = ReasonCode.of(code);
        }
    }

    /**
     * Reads one byte.
     *
     * @throws ProtocolError PROTOCOL_ERROR when it is not one of these reasons
     */
    ReasonCode read(PacketBody body) {
        return check(body.unsignedByte("the reason code"));
    }

    /**
     * The reason of a code, 0..255.
     *
     * @throws ProtocolError PROTOCOL_ERROR when it is not one of these reasons
     */
    ReasonCode check(int code) {
        ReasonCode reason = byCode[code];
        if (reason == null) {
            throw PacketBody.protocolError(statement, "reason code " + code + " does not belong into " + packet);
        }
        return reason;
    }
}
