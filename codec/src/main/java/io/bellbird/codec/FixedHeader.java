package io.bellbird.codec;

/** What the fixed header of a packet must be (section 2.1): all that can be told before its body arrived. */
final class FixedHeader {
    /** The flags of PUBREL, SUBSCRIBE and UNSUBSCRIBE, which MQTT 3.1 sent at QoS 1. */
    private static final int QOS_1 = 0x02;
    /** A redelivery, which MQTT 3.1 marked in SUBSCRIBE and UNSUBSCRIBE too. */
    private static final int DUPLICATE = 0x08;

    private FixedHeader() {}

    /**
     * Checks the flags; those of CONNECT can be checked when its body has told the version. AUTH in MQTT 3 has none that
     * are right or wrong: there is no such packet.
     *
     * @param flags 0..15
     * @throws ProtocolError MALFORMED_PACKET
     */
    static void checkFlags(PacketType type, int flags, MqttVersion version) {
        if (type == PacketType.PUBLISH) {
            PublishReader.checkFlags(flags);
        } else if (!isAllowed(type, flags, version)) {
            throw PacketBody.malformed(statement(type, version), type + " with the flags " + flags);
        }
    }

    private static boolean isAllowed(PacketType type, int flags, MqttVersion version) {
        return switch (type) {
            case CONNECT, PUBACK, PUBREC, PUBCOMP -> flags == 0 || version == MqttVersion.V3_1;
            case PUBREL -> flags == QOS_1 || version == MqttVersion.V3_1;
            case SUBSCRIBE, UNSUBSCRIBE ->
                flags == QOS_1 || (flags == (QOS_1 | DUPLICATE) && version == MqttVersion.V3_1);
            case CONNACK, PUBLISH, SUBACK, UNSUBACK, PINGREQ, PINGRESP, DISCONNECT -> flags == 0;
            case AUTH -> flags == 0 || !version.hasProperties();
        };
    }

    private static String statement(PacketType type, MqttVersion version) {
        return switch (type) {
            case PUBREL -> "MQTT-3.6.1-1";
            case SUBSCRIBE -> "MQTT-3.8.1-1";
            case UNSUBSCRIBE -> "MQTT-3.10.1-1";
            case DISCONNECT -> "MQTT-3.14.1-1";
            case AUTH -> "MQTT-3.15.1-1";
            case CONNECT, CONNACK, PUBLISH, PUBACK, PUBREC, PUBCOMP, SUBACK, UNSUBACK, PINGREQ, PINGRESP ->
                version.hasProperties() ? "MQTT-2.1.3-1" : "MQTT-2.2.2-2";
        };
    }

    /**
     * Checks the Remaining Length of packets that have but one.
     *
     * @throws ProtocolError MALFORMED_PACKET
     */
    static void checkLength(PacketType type, int length, MqttVersion version) {
        int only = onlyLength(type, version);
        if (only >= 0 && length != only) {
            throw PacketBody.malformed("", type + " with a remaining length of " + length);
        }
    }

    /** The one length that a type has, or -1 when there are several. */
    private static int onlyLength(PacketType type, MqttVersion version) {
        return switch (type) {
            case PINGREQ, PINGRESP -> 0;
            case PUBACK, PUBREC, PUBREL, PUBCOMP, UNSUBACK -> version.hasProperties() ? -1 : 2;
            case DISCONNECT -> version.hasProperties() ? -1 : 0;
            case CONNECT, CONNACK, PUBLISH, SUBSCRIBE, SUBACK, UNSUBSCRIBE, AUTH -> -1;
        };
    }
}
