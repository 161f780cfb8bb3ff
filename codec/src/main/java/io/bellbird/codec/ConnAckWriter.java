package io.bellbird.codec;

import io.netty.buffer.ByteBuf;

/** Writes CONNACK (section 3.2). */
final class ConnAckWriter {
    private ConnAckWriter() {}

    static void write(int header, ConnAck connAck, MqttVersion version, ByteBuf out) {
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        out.writeByte(connAck.sessionPresent() && version != MqttVersion.V3_1 ? 1 : 0);
        if (version.hasProperties()) {
            out.writeByte(connAck.reason().code());
            writeProperties(connAck.properties(), out);
        } else {
            out.writeByte(returnCode(connAck.reason()));
        }
        LengthPrefix.end(begin, out);
    }

    /** The return code of MQTT 3 that comes nearest. */
    private static int returnCode(ReasonCode reason) {
        if (!reason.isError()) {
            return 0;
        }
        if (reason == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION) {
            return 1;
        }
        if (reason == ReasonCode.CLIENT_IDENTIFIER_NOT_VALID) {
            return 2;
        }
        if (reason == ReasonCode.BAD_USER_NAME_OR_PASSWORD || reason == ReasonCode.BAD_AUTHENTICATION_METHOD) {
            return 4;
        }
        return reason == ReasonCode.NOT_AUTHORIZED || reason == ReasonCode.BANNED ? 5 : 3;
    }

    private static void writeProperties(ConnAck.Properties properties, ByteBuf out) {
        int begin = LengthPrefix.begin(out);
        writeAnswers(properties, out);
        writeLimits(properties, out);
        writeAbilities(properties, out);
        PropertyWriter.writeString(Property.RESPONSE_INFORMATION, properties.responseInformation(), out);
        PropertyWriter.writeString(Property.SERVER_REFERENCE, properties.serverReference(), out);
        AckWriter.writeExplanation(properties.reasonString(), properties.userProperties(), out);
        LengthPrefix.end(begin, out);
    }

    /** What the server decided for what the client asked. */
    private static void writeAnswers(ConnAck.Properties properties, ByteBuf out) {
        if (properties.sessionExpiryIntervalSeconds() != ConnAck.Properties.ABSENT) {
            PropertyWriter.writeFourBytes(
                    Property.SESSION_EXPIRY_INTERVAL, properties.sessionExpiryIntervalSeconds(), out);
        }
        if (properties.serverKeepAliveSeconds() != ConnAck.Properties.ABSENT) {
            PropertyWriter.writeTwoBytes(Property.SERVER_KEEP_ALIVE, properties.serverKeepAliveSeconds(), out);
        }
        if (properties.topicAliasMaximum() != 0) {
            PropertyWriter.writeTwoBytes(Property.TOPIC_ALIAS_MAXIMUM, properties.topicAliasMaximum(), out);
        }
        PropertyWriter.writeString(Property.ASSIGNED_CLIENT_IDENTIFIER, properties.assignedClientId(), out);
        PropertyWriter.writeString(Property.AUTHENTICATION_METHOD, properties.authenticationMethod(), out);
        PropertyWriter.writeBinary(Property.AUTHENTICATION_DATA, properties.authenticationData(), out);
    }

    private static void writeLimits(ConnAck.Properties properties, ByteBuf out) {
        if (!properties.retainAvailable()) {
            PropertyWriter.writeFlag(Property.RETAIN_AVAILABLE, false, out);
        }
        if (properties.maximumPacketSize() != Connect.Properties.NO_LIMIT) {
            PropertyWriter.writeFourBytes(Property.MAXIMUM_PACKET_SIZE, properties.maximumPacketSize(), out);
        }
        if (properties.receiveMaximum() != 65_535) {
            PropertyWriter.writeTwoBytes(Property.RECEIVE_MAXIMUM, properties.receiveMaximum(), out);
        }
        if (properties.maximumQos() != Qos.EXACTLY_ONCE) {
            PropertyWriter.writeFlag(Property.MAXIMUM_QOS, properties.maximumQos() == Qos.AT_LEAST_ONCE, out);
        }
    }

    private static void writeAbilities(ConnAck.Properties properties, ByteBuf out) {
        if (!properties.wildcardSubscriptionAvailable()) {
            PropertyWriter.writeFlag(Property.WILDCARD_SUBSCRIPTION_AVAILABLE, false, out);
        }
        if (!properties.subscriptionIdentifiersAvailable()) {
            PropertyWriter.writeFlag(Property.SUBSCRIPTION_IDENTIFIER_AVAILABLE, false, out);
        }
        if (!properties.sharedSubscriptionAvailable()) {
            PropertyWriter.writeFlag(Property.SHARED_SUBSCRIPTION_AVAILABLE, false, out);
        }
    }
}
