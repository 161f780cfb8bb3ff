package io.bellbird.codec;

import io.netty.buffer.ByteBuf;

/** Writes CONNECT (section 3.1). */
final class ConnectWriter {
    private static final int BRIDGE = 0x80;

    private static final int CLEAN_START = 0x02;
    private static final int WILL = 0x04;
    private static final int WILL_QOS_SHIFT = 3;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USERNAME = 0x80;

    private ConnectWriter() {}

    static void write(int header, Connect connect, ByteBuf out) {
        MqttVersion version = connect.version();
        out.writeByte(header);
        int begin = LengthPrefix.begin(out);
        PropertyWriter.writeString(version.protocolName(), out);
        out.writeByte(version.level() | (connect.bridge() && !version.hasProperties() ? BRIDGE : 0));
        out.writeByte(flags(connect));
        out.writeShort(connect.keepAliveSeconds());
        if (version.hasProperties()) {
            writeProperties(connect.properties(), out);
        }
        PropertyWriter.writeString(connect.clientId(), out);
        WillMessage will = connect.will();
        if (will != null) {
            writeWill(will, version, out);
        }
        writeCredentials(connect, out);
        LengthPrefix.end(begin, out);
    }

    private static int flags(Connect connect) {
        int flags = connect.cleanStart() ? CLEAN_START : 0;
        WillMessage will = connect.will();
        if (will != null) {
            flags |= WILL | (will.qos().level() << WILL_QOS_SHIFT) | (will.retain() ? WILL_RETAIN : 0);
        }
        if (connect.username() != null) {
            flags |= USERNAME;
        }
        if (connect.password() != null) {
            if (connect.username() == null && !connect.version().hasProperties()) {
                throw new IllegalArgumentException(connect.version() + " has no password without a user name");
            }
            flags |= PASSWORD;
        }
        return flags;
    }

    private static void writeProperties(Connect.Properties properties, ByteBuf out) {
        int begin = LengthPrefix.begin(out);
        if (properties.sessionExpiryIntervalSeconds() != 0) {
            PropertyWriter.writeFourBytes(
                    Property.SESSION_EXPIRY_INTERVAL, properties.sessionExpiryIntervalSeconds(), out);
        }
        if (properties.receiveMaximum() != 65_535) {
            PropertyWriter.writeTwoBytes(Property.RECEIVE_MAXIMUM, properties.receiveMaximum(), out);
        }
        if (properties.maximumPacketSize() != Connect.Properties.NO_LIMIT) {
            PropertyWriter.writeFourBytes(Property.MAXIMUM_PACKET_SIZE, properties.maximumPacketSize(), out);
        }
        if (properties.topicAliasMaximum() != 0) {
            PropertyWriter.writeTwoBytes(Property.TOPIC_ALIAS_MAXIMUM, properties.topicAliasMaximum(), out);
        }
        if (properties.requestResponseInformation()) {
            PropertyWriter.writeFlag(Property.REQUEST_RESPONSE_INFORMATION, true, out);
        }
        switch (properties.problemInformation()) {
            case UNSPECIFIED -> {}
            case WANTED -> PropertyWriter.writeFlag(Property.REQUEST_PROBLEM_INFORMATION, true, out);
            case UNWANTED -> PropertyWriter.writeFlag(Property.REQUEST_PROBLEM_INFORMATION, false, out);
        }
        PropertyWriter.writeString(Property.AUTHENTICATION_METHOD, properties.authenticationMethod(), out);
        PropertyWriter.writeBinary(Property.AUTHENTICATION_DATA, properties.authenticationData(), out);
        PropertyWriter.writeUserProperties(properties.userProperties(), out);
        LengthPrefix.end(begin, out);
    }

    private static void writeWill(WillMessage will, MqttVersion version, ByteBuf out) {
        if (version.hasProperties()) {
            int begin = LengthPrefix.begin(out);
            if (will.delaySeconds() != 0) {
                PropertyWriter.writeFourBytes(Property.WILL_DELAY_INTERVAL, will.delaySeconds(), out);
            }
            PublishWriter.writeMessageProperties(
                    will.properties(), will.properties().expiryIntervalSeconds(), out);
            LengthPrefix.end(begin, out);
        }
        PropertyWriter.writeString(will.topic().text(), out);
        PropertyWriter.writeBinary(will.payload(), out);
    }

    private static void writeCredentials(Connect connect, ByteBuf out) {
        String username = connect.username();
        if (username != null) {
            PropertyWriter.writeString(username, out);
        }
        Bytes password = connect.password();
        if (password != null) {
            PropertyWriter.writeBinary(password, out);
        }
    }
}
