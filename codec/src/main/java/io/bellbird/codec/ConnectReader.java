package io.bellbird.codec;

/** Reads what follows the protocol level of CONNECT (section 3.1). */
final class ConnectReader {
    private static final int RESERVED = 0x01;
    private static final int CLEAN_START = 0x02;
    private static final int WILL = 0x04;
    private static final int WILL_QOS_SHIFT = 3;
    private static final int WILL_QOS_MASK = 0x03;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USERNAME = 0x80;

    private final PacketBody body;
    private final TopicCache topics;

    ConnectReader(PacketBody body, TopicCache topics) {
        this.body = body;
        this.topics = topics;
    }

    /** Reads the rest of the packet, in the version that {@code body} has. */
    Connect read(boolean bridge) {
        int flags = readFlags();
        int keepAliveSeconds = body.unsignedShort("the keep alive");
        Connect.Properties properties = readProperties();
        String clientId = body.string("the client id");
        WillMessage will = (flags & WILL) == 0 ? null : readWill(flags);
        String username = announces(flags, USERNAME) ? body.string("the user name") : null;
        Bytes password = announces(flags, PASSWORD) ? body.binary("the password") : null;
        body.mustEnd();
        return new Connect(
                body.version(),
                bridge,
                clientId,
                (flags & CLEAN_START) != 0,
                keepAliveSeconds,
                will,
                username,
                password,
                properties);
    }

    /** MQTT 3.1 says: when a flag is set, but the packet is over, the field is absent. */
    private boolean announces(int flags, int flag) {
        return (flags & flag) != 0 && (body.remaining() > 0 || body.version() != MqttVersion.V3_1);
    }

    private int readFlags() {
        int flags = body.unsignedByte("the connect flags");
        if (willQos(flags) == 3) {
            throw PacketBody.malformed(body.statement("MQTT-3.1.2-12", "MQTT-3.1.2-14"), "a will with QoS 3");
        }
        if ((flags & PASSWORD) != 0 && (flags & USERNAME) == 0 && !body.hasProperties()) {
            throw PacketBody.malformed("MQTT-3.1.2-22", "a password without a user name");
        }
        if (body.version() != MqttVersion.V3_1) {
            checkUnusedFlags(flags);
        }
        return flags;
    }

    /** MQTT 3.1 says of these only that they are not used. */
    private void checkUnusedFlags(int flags) {
        if ((flags & RESERVED) != 0) {
            throw PacketBody.malformed("MQTT-3.1.2-3", "the reserved connect flag is set");
        }
        if ((flags & WILL) == 0 && willQos(flags) != 0) {
            throw PacketBody.malformed(body.statement("MQTT-3.1.2-11", "MQTT-3.1.2-13"), "a will QoS without a will");
        }
        if ((flags & WILL) == 0 && (flags & WILL_RETAIN) != 0) {
            throw PacketBody.malformed(body.statement("MQTT-3.1.2-13", "MQTT-3.1.2-15"), "will retain without a will");
        }
    }

    private static int willQos(int flags) {
        return (flags >> WILL_QOS_SHIFT) & WILL_QOS_MASK;
    }

    private Connect.Properties readProperties() {
        PropertyValues values = PropertyValues.read(body, PropertySection.CONNECT);
        if (values == PropertyValues.NONE) {
            return Connect.Properties.DEFAULTS;
        }
        AuthReader.checkMethod(values);
        return new Connect.Properties(
                values.number(Property.SESSION_EXPIRY_INTERVAL, 0),
                (int) values.number(Property.RECEIVE_MAXIMUM, 65_535),
                values.number(Property.MAXIMUM_PACKET_SIZE, Connect.Properties.NO_LIMIT),
                (int) values.number(Property.TOPIC_ALIAS_MAXIMUM, 0),
                values.flag(Property.REQUEST_RESPONSE_INFORMATION, false),
                problemInformation(values),
                values.string(Property.AUTHENTICATION_METHOD),
                values.binary(Property.AUTHENTICATION_DATA),
                values.userProperties());
    }

    private static ProblemInformation problemInformation(PropertyValues values) {
        if (!values.has(Property.REQUEST_PROBLEM_INFORMATION)) {
            return ProblemInformation.UNSPECIFIED;
        }
        return values.flag(Property.REQUEST_PROBLEM_INFORMATION, true)
                ? ProblemInformation.WANTED
                : ProblemInformation.UNWANTED;
    }

    private WillMessage readWill(int flags) {
        PropertyValues values = PropertyValues.read(body, PropertySection.WILL);
        PublishProperties properties = PublishReader.properties(values);
        return new WillMessage(
                readWillTopic(),
                Qos.of(willQos(flags)),
                (flags & WILL_RETAIN) != 0,
                body.binary("the will payload"),
                values.number(Property.WILL_DELAY_INTERVAL, 0),
                properties);
    }

    private Topic readWillTopic() {
        int length = body.unsignedShort("the will topic");
        if (length == 0) {
            throw PacketBody.protocolError("MQTT-4.7.3-1", "an empty will topic");
        }
        String statement = body.statement("MQTT-4.7.0-1", "MQTT-4.7.1-1");
        return TopicReader.read(body, length, topics, statement);
    }
}
