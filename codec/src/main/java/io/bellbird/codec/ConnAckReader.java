package io.bellbird.codec;

/** Reads CONNACK (section 3.2). */
final class ConnAckReader {
    private static final int SESSION_PRESENT = 0x01;

    /** What the return codes 0 to 5 of MQTT 3 are in MQTT 5. */
    private static final ReasonCode[] RETURN_CODES = {
        ReasonCode.SUCCESS,
        ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
        ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
        ReasonCode.SERVER_UNAVAILABLE,
        ReasonCode.BAD_USER_NAME_OR_PASSWORD,
        ReasonCode.NOT_AUTHORIZED
    };

    private ConnAckReader() {}

    static ConnAck read(PacketBody body) {
        boolean sessionPresent = readSessionPresent(body);
        ReasonCode reason = body.hasProperties() ? ReasonSet.CONNACK.read(body) : readReturnCode(body);
        if (sessionPresent && reason != ReasonCode.SUCCESS) {
            throw PacketBody.protocolError(
                    body.statement("MQTT-3.2.2-6", "MQTT-3.2.2-4"), "a session is present with " + reason);
        }
        ConnAck.Properties properties = properties(PropertyValues.read(body, PropertySection.CONNACK));
        body.mustEnd();
        return new ConnAck(sessionPresent, reason, properties);
    }

    private static boolean readSessionPresent(PacketBody body) {
        int flags = body.unsignedByte("the acknowledge flags");
        if (body.version() == MqttVersion.V3_1) {
            return false;
        }
        if ((flags & ~SESSION_PRESENT) != 0) {
            throw PacketBody.malformed(body.statement("MQTT-3.2.2-1", ""), "reserved acknowledge flags are set");
        }
        return flags == SESSION_PRESENT;
    }

    private static ReasonCode readReturnCode(PacketBody body) {
        int code = body.unsignedByte("the return code");
        if (code >= RETURN_CODES.length) {
            throw PacketBody.malformed("", "a return code of " + code);
        }
        return RETURN_CODES[code];
    }

    private static ConnAck.Properties properties(PropertyValues values) {
        if (values == PropertyValues.NONE) {
            return ConnAck.Properties.DEFAULTS;
        }
        AuthReader.checkMethod(values);
        return new ConnAck.Properties(
                values.number(Property.SESSION_EXPIRY_INTERVAL, ConnAck.Properties.ABSENT),
                (int) values.number(Property.RECEIVE_MAXIMUM, 65_535),
                Qos.of((int) values.number(Property.MAXIMUM_QOS, 2)),
                values.flag(Property.RETAIN_AVAILABLE, true),
                values.number(Property.MAXIMUM_PACKET_SIZE, Connect.Properties.NO_LIMIT),
                values.string(Property.ASSIGNED_CLIENT_IDENTIFIER),
                (int) values.number(Property.TOPIC_ALIAS_MAXIMUM, 0),
                values.string(Property.REASON_STRING),
                values.userProperties(),
                values.flag(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, true),
                values.flag(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, true),
                values.flag(Property.SHARED_SUBSCRIPTION_AVAILABLE, true),
                (int) values.number(Property.SERVER_KEEP_ALIVE, ConnAck.Properties.ABSENT),
                values.string(Property.RESPONSE_INFORMATION),
                values.string(Property.SERVER_REFERENCE),
                values.string(Property.AUTHENTICATION_METHOD),
                values.binary(Property.AUTHENTICATION_DATA));
    }
}
