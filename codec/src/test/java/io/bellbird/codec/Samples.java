package io.bellbird.codec;

import static io.bellbird.codec.MqttVersion.V3_1;
import static io.bellbird.codec.MqttVersion.V3_1_1;
import static io.bellbird.codec.MqttVersion.V5;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Packets and their bytes, of each type and version: what {@link Decoder} reads and {@link Encoder} writes. */
final class Samples {
    private static final List<UserProperty> TWO_USER_PROPERTIES =
            List.of(new UserProperty("k", "v1"), new UserProperty("k", ""));
    private static final PublishProperties ALL_MESSAGE_PROPERTIES = new PublishProperties(
            true, 3_600, "text/plain", "re/ply", Bytes.wrap(new byte[] {0, -1}), TWO_USER_PROPERTIES);
    private static final String ALL_MESSAGE_PROPERTIES_WIRE =
            "01 01 02 00000E10 03 'text/plain' 08 're/ply' 09 0002 00FF 26 'k' 'v1' 26 'k' ''";
    private static final AckProperties EXPLAINED = new AckProperties("because", TWO_USER_PROPERTIES);
    private static final String EXPLAINED_WIRE = "[ 1F 'because' 26 'k' 'v1' 26 'k' '' ]";

    private Samples() {}

    /** All that are read and written alike. */
    static Stream<Sample> all() {
        return Stream.of(connect(), connAck(), publish(), publishAcks(), subscribe(), unsubscribe(), rest())
                .flatMap(List::stream);
    }

    /** Those that are read, but written shorter or not at all. */
    static List<Sample> readOnly() {
        return List.of(
                client("remaining length in two bytes", V3_1_1, "C0 80 00", PingReq.INSTANCE),
                client("CONNECT, length in two bytes", V3_1_1, "10 8D 00 'MQTT' 04 02 003C 'c'", connect(V3_1_1)),
                client("CONNECT with reserved flag", V3_1, "10 [ 'MQIsdp' 03 03 003C 'c' ]", connect(V3_1)),
                client("CONNECT at QoS 1", V3_1, "12 [ 'MQIsdp' 03 02 003C 'c' ]", connect(V3_1)),
                client("CONNECT without announced user name", V3_1, "10 [ 'MQIsdp' 03 C2 003C 'c' ]", connect(V3_1)),
                client("CONNECT with will QoS, no will", V3_1, "10 [ 'MQIsdp' 03 2A 003C 'c' ]", connect(V3_1)),
                client(
                        "CONNECT with default properties",
                        V5,
                        "10 [ 'MQTT' 05 02 003C [ 11 00000000 21 FFFF 22 0000 19 00 ] 'c' ]",
                        connect(V5)),
                client("PUBACK with reason", V5, "40 [ 0007 00 ]", new PubAck(7, ReasonCode.SUCCESS)),
                client("PUBACK with property length", V5, "40 [ 0007 00 00 ]", new PubAck(7, ReasonCode.SUCCESS)),
                client("PUBREL with DUP", V3_1, "6A [ 0007 ]", new PubRel(7, ReasonCode.SUCCESS)),
                client("SUBSCRIBE with DUP", V3_1, "8A [ 0007 'a' 01 ]", subscribe(0, request("a", Qos.AT_LEAST_ONCE))),
                client("UNSUBSCRIBE with DUP", V3_1, "AA [ 0007 'a' ]", new Unsubscribe(7, List.of(), List.of("a"))),
                client("DISCONNECT with reason", V5, "E0 [ 00 ]", disconnect(ReasonCode.NORMAL_DISCONNECTION)),
                client(
                        "DISCONNECT with property length",
                        V5,
                        "E0 [ 04 00 ]",
                        disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE)),
                server("CONNACK with reserved flags", V3_1, "20 [ FF 00 ]", connAck(false, ReasonCode.SUCCESS)));
    }

    private static List<Sample> connect() {
        return List.of(
                client("CONNECT", V3_1, "10 [ 'MQIsdp' 03 02 003C 'c' ]", connect(V3_1)),
                client("CONNECT", V3_1_1, "10 [ 'MQTT' 04 02 003C 'c' ]", connect(V3_1_1)),
                client("CONNECT", V5, "10 [ 'MQTT' 05 02 003C [ ] 'c' ]", connect(V5)),
                client(
                        "CONNECT of a bridge",
                        V3_1,
                        "10 [ 'MQIsdp' 83 00 003C 'c' ]",
                        new Connect(V3_1, true, "c", false, 60, null, null, null, Connect.Properties.DEFAULTS)),
                client(
                        "CONNECT of a bridge without client id",
                        V3_1_1,
                        "10 [ 'MQTT' 84 02 0000 '' ]",
                        new Connect(V3_1_1, true, "", true, 0, null, null, null, Connect.Properties.DEFAULTS)),
                client(
                        "CONNECT with will, user name and password",
                        V3_1_1,
                        "10 [ 'MQTT' 04 EE FFFF 'client' 'w/t' 'gone' 'user' 'secret' ]",
                        connect(
                                V3_1_1,
                                "client",
                                65_535,
                                will("w/t", Qos.AT_LEAST_ONCE, true, "gone"),
                                "user",
                                Bytes.utf8("secret"))),
                client(
                        "CONNECT with empty will payload and user name",
                        V3_1,
                        "10 [ 'MQIsdp' 03 96 0001 'c' 'w' '' '' ]",
                        connect(V3_1, "c", 1, will("w", Qos.EXACTLY_ONCE, false, ""), "", null)),
                client(
                        "CONNECT that wants problem information",
                        V5,
                        "10 [ 'MQTT' 05 02 003C [ 17 01 ] 'c' ]",
                        new Connect(V5, false, "c", true, 60, null, null, null, problemInformationWanted())),
                client(
                        "CONNECT with password alone",
                        V5,
                        "10 [ 'MQTT' 05 42 003C [ ] 'c' 0002 00FF ]",
                        connect(V5, "c", 60, null, null, Bytes.wrap(new byte[] {0, -1}))),
                connectWithAllProperties());
    }

    private static Connect.Properties problemInformationWanted() {
        return new Connect.Properties(
                0, 65_535, Connect.Properties.NO_LIMIT, 0, false, ProblemInformation.WANTED, null, null, List.of());
    }

    private static Sample connectWithAllProperties() {
        return client(
                "CONNECT with all properties",
                V5,
                "10 [ 'MQTT' 05 26 003C"
                        + " [ 11 FFFFFFFF 21 0001 27 00000001 22 000A 19 01 17 00 15 'plain' 16 0002 00FF"
                        + " 26 'k' 'v1' 26 'k' '' ] '' [ 18 FFFFFFFF "
                        + ALL_MESSAGE_PROPERTIES_WIRE
                        + " ] 'w' 'gone' ]",
                new Connect(
                        V5,
                        false,
                        "",
                        true,
                        60,
                        new WillMessage(
                                Topic.of("w"),
                                Qos.AT_MOST_ONCE,
                                true,
                                Bytes.utf8("gone"),
                                0xFFFF_FFFFL,
                                ALL_MESSAGE_PROPERTIES),
                        null,
                        null,
                        new Connect.Properties(
                                Connect.Properties.NEVER_EXPIRES,
                                1,
                                1,
                                10,
                                true,
                                ProblemInformation.UNWANTED,
                                "plain",
                                Bytes.wrap(new byte[] {0, -1}),
                                TWO_USER_PROPERTIES)));
    }

    private static List<Sample> connAck() {
        return List.of(
                server("CONNACK", V3_1, "20 [ 00 00 ]", connAck(false, ReasonCode.SUCCESS)),
                server("CONNACK, session present", V3_1_1, "20 [ 01 00 ]", connAck(true, ReasonCode.SUCCESS)),
                server("CONNACK, session present", V5, "20 [ 01 00 [ ] ]", connAck(true, ReasonCode.SUCCESS)),
                server("CONNACK 1", V3_1_1, "20 [ 00 01 ]", connAck(false, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION)),
                server("CONNACK 2", V3_1_1, "20 [ 00 02 ]", connAck(false, ReasonCode.CLIENT_IDENTIFIER_NOT_VALID)),
                server("CONNACK 3", V3_1_1, "20 [ 00 03 ]", connAck(false, ReasonCode.SERVER_UNAVAILABLE)),
                server("CONNACK 4", V3_1_1, "20 [ 00 04 ]", connAck(false, ReasonCode.BAD_USER_NAME_OR_PASSWORD)),
                server("CONNACK 5", V3_1_1, "20 [ 00 05 ]", connAck(false, ReasonCode.NOT_AUTHORIZED)),
                server("CONNACK 0x8A", V5, "20 [ 00 8A [ ] ]", connAck(false, ReasonCode.BANNED)),
                server(
                        "CONNACK with all properties",
                        V5,
                        "20 [ 00 00 [ 11 00000000 13 003C 22 000A 12 'me' 15 'plain' 16 0001 00 25 00 27 00FFFFFF"
                                + " 21 0014 24 00 28 00 29 00 2A 00 1A 'info' 1C 'there'"
                                + " 1F 'because' 26 'k' 'v1' 26 'k' '' ] ]",
                        new ConnAck(
                                false,
                                ReasonCode.SUCCESS,
                                new ConnAck.Properties(
                                        0,
                                        20,
                                        Qos.AT_MOST_ONCE,
                                        false,
                                        0xFF_FFFF,
                                        "me",
                                        10,
                                        "because",
                                        TWO_USER_PROPERTIES,
                                        false,
                                        false,
                                        false,
                                        60,
                                        "info",
                                        "there",
                                        "plain",
                                        Bytes.wrap(new byte[1])))));
    }

    private static List<Sample> publish() {
        return List.of(
                client("PUBLISH, QoS 0", V3_1, "30 [ 'a/b' <hi> ]", publish(0, "a/b", "hi")),
                client("PUBLISH, QoS 0", V3_1_1, "30 [ 'a/b' <hi> ]", publish(0, "a/b", "hi")),
                client("PUBLISH, QoS 0", V5, "30 [ 'a/b' [ ] <hi> ]", publish(0, "a/b", "hi")),
                client("PUBLISH, no payload", V3_1_1, "30 [ 'a' ]", publish(0, "a", "")),
                client("PUBLISH, no payload", V5, "30 [ 'a' [ ] ]", publish(0, "a", "")),
                client("PUBLISH, one slash", V3_1_1, "30 [ '/' ]", publish(0, "/", "")),
                client(
                        "PUBLISH, U+2A6D4 and a byte order mark",
                        V3_1_1,
                        "30 [ 0008 41F0AA9B94 EFBBBF ]",
                        publish(0, "A\uD869\uDED4\uFEFF", "")),
                client(
                        "PUBLISH, QoS 1, retained",
                        V3_1_1,
                        "33 [ 'a' FFFF <hi> ]",
                        publish(65_535, "a", Qos.AT_LEAST_ONCE, false, true, PublishProperties.NONE)),
                client(
                        "PUBLISH, QoS 2, duplicate",
                        V5,
                        "3C [ 'a' 0001 [ ] <hi> ]",
                        publish(1, "a", Qos.EXACTLY_ONCE, true, false, PublishProperties.NONE)),
                client(
                        "PUBLISH, QoS 1, all properties",
                        V5,
                        "32 [ 'a' 0001 [ " + ALL_MESSAGE_PROPERTIES_WIRE + " ] <hi> ]",
                        publish(1, "a", Qos.AT_LEAST_ONCE, false, false, ALL_MESSAGE_PROPERTIES)),
                client(
                        "PUBLISH of 200 bytes",
                        V3_1_1,
                        "30 [ 'a' <" + "x".repeat(200) + "> ]",
                        publish(0, "a", "x".repeat(200))),
                client(
                        "PUBLISH of 20,000 bytes",
                        V5,
                        "30 [ 'a' [ ] <" + "x".repeat(20_000) + "> ]",
                        publish(0, "a", "x".repeat(20_000))),
                server(
                        "PUBLISH with properties of 200 bytes",
                        V5,
                        "30 [ 'a' [ 03 '" + "t".repeat(200) + "' ] <hi> ]",
                        publish(0, "a", Qos.AT_MOST_ONCE, false, false, contentType("t".repeat(200)))),
                server(
                        "PUBLISH with subscription identifiers",
                        V5,
                        "30 [ 'a' [ 0B 01 0B FFFFFF7F 0B 8001 ] ]",
                        new Publish(
                                0,
                                Topic.of("a"),
                                Qos.AT_MOST_ONCE,
                                false,
                                false,
                                Bytes.EMPTY,
                                PublishProperties.NONE,
                                SubscriptionIdentifiers.of(1, SubscriptionIdentifiers.MAX, 128))));
    }

    private static List<Sample> publishAcks() {
        return List.of(
                client("PUBACK", V3_1_1, "40 [ 0007 ]", new PubAck(7, ReasonCode.SUCCESS)),
                client("PUBACK", V5, "40 [ 0007 ]", new PubAck(7, ReasonCode.SUCCESS)),
                server("PUBACK 0x10", V5, "40 [ 0007 10 ]", new PubAck(7, ReasonCode.NO_MATCHING_SUBSCRIBERS)),
                client(
                        "PUBACK, explained",
                        V5,
                        "40 [ 0007 00 " + EXPLAINED_WIRE + " ]",
                        new PubAck(7, ReasonCode.SUCCESS, EXPLAINED)),
                client("PUBREC", V3_1_1, "50 [ FFFF ]", new PubRec(65_535, ReasonCode.SUCCESS)),
                client("PUBREC 0x97", V5, "50 [ 0007 97 ]", new PubRec(7, ReasonCode.QUOTA_EXCEEDED)),
                client(
                        "PUBREC, explained",
                        V5,
                        "50 [ 0007 80 " + EXPLAINED_WIRE + " ]",
                        new PubRec(7, ReasonCode.UNSPECIFIED_ERROR, EXPLAINED)),
                client("PUBREL", V3_1, "62 [ 0007 ]", new PubRel(7, ReasonCode.SUCCESS)),
                client("PUBREL", V3_1_1, "62 [ 0007 ]", new PubRel(7, ReasonCode.SUCCESS)),
                client("PUBREL 0x92", V5, "62 [ 0007 92 ]", new PubRel(7, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND)),
                client(
                        "PUBREL, explained",
                        V5,
                        "62 [ 0007 00 " + EXPLAINED_WIRE + " ]",
                        new PubRel(7, ReasonCode.SUCCESS, EXPLAINED)),
                client("PUBCOMP", V3_1_1, "70 [ 0007 ]", new PubComp(7, ReasonCode.SUCCESS)),
                client("PUBCOMP 0x92", V5, "70 [ 0007 92 ]", new PubComp(7, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND)),
                client(
                        "PUBCOMP, explained",
                        V5,
                        "70 [ 0007 00 " + EXPLAINED_WIRE + " ]",
                        new PubComp(7, ReasonCode.SUCCESS, EXPLAINED)));
    }

    private static List<Sample> subscribe() {
        return List.of(
                client("SUBSCRIBE", V3_1, "82 [ 0007 'a' 02 ]", subscribe(0, request("a", Qos.EXACTLY_ONCE))),
                client(
                        "SUBSCRIBE, three filters",
                        V3_1_1,
                        "82 [ 0007 'a' 00 '+/#' 01 '$share/g/b' 02 ]",
                        subscribe(
                                0,
                                request("a", Qos.AT_MOST_ONCE),
                                request("+/#", Qos.AT_LEAST_ONCE),
                                request("$share/g/b", Qos.EXACTLY_ONCE))),
                client("SUBSCRIBE", V5, "82 [ 0007 [ ] 'a' 00 ]", subscribe(0, request("a", Qos.AT_MOST_ONCE))),
                client(
                        "SUBSCRIBE, identifier and options",
                        V5,
                        "82 [ 0007 [ 0B FFFFFF7F ] 'a' 1D 'b' 22 ]",
                        subscribe(
                                SubscriptionIdentifiers.MAX,
                                new Subscribe.Request(
                                        "a",
                                        new SubscriptionOptions(
                                                Qos.AT_LEAST_ONCE, true, true, RetainHandling.SEND_IF_NEW)),
                                new Subscribe.Request(
                                        "b",
                                        new SubscriptionOptions(
                                                Qos.EXACTLY_ONCE, false, false, RetainHandling.DO_NOT_SEND)))),
                client(
                        "SUBSCRIBE, user properties",
                        V5,
                        "82 [ 0007 [ 26 'k' 'v1' 26 'k' '' ] 'a' 00 ]",
                        new Subscribe(7, 0, TWO_USER_PROPERTIES, List.of(request("a", Qos.AT_MOST_ONCE)))),
                server(
                        "SUBACK",
                        V3_1_1,
                        "90 [ 0007 00 01 02 80 ]",
                        new SubAck(7, fourReasons(ReasonCode.UNSPECIFIED_ERROR), AckProperties.NONE)),
                server(
                        "SUBACK",
                        V5,
                        "90 [ 0007 [ ] 00 01 02 87 ]",
                        new SubAck(7, fourReasons(ReasonCode.NOT_AUTHORIZED), AckProperties.NONE)),
                server(
                        "SUBACK, explained",
                        V5,
                        "90 [ 0007 " + EXPLAINED_WIRE + " 00 01 02 A2 ]",
                        new SubAck(7, fourReasons(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED), EXPLAINED)));
    }

    private static List<Sample> unsubscribe() {
        return List.of(
                client("UNSUBSCRIBE", V3_1, "A2 [ 0007 'a' ]", new Unsubscribe(7, List.of(), List.of("a"))),
                client("UNSUBSCRIBE", V3_1_1, "A2 [ 0007 'a' '#' ]", new Unsubscribe(7, List.of(), List.of("a", "#"))),
                client(
                        "UNSUBSCRIBE",
                        V5,
                        "A2 [ 0007 [ 26 'k' 'v1' 26 'k' '' ] 'a' '#' ]",
                        new Unsubscribe(7, TWO_USER_PROPERTIES, List.of("a", "#"))),
                server("UNSUBACK", V3_1_1, "B0 [ 0007 ]", new UnsubAck(7, List.of(), AckProperties.NONE)),
                server(
                        "UNSUBACK",
                        V5,
                        "B0 [ 0007 [ ] 00 11 ]",
                        new UnsubAck(
                                7,
                                List.of(ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED),
                                AckProperties.NONE)),
                server(
                        "UNSUBACK, explained",
                        V5,
                        "B0 [ 0007 " + EXPLAINED_WIRE + " 8F ]",
                        new UnsubAck(7, List.of(ReasonCode.TOPIC_FILTER_INVALID), EXPLAINED)));
    }

    private static List<Sample> rest() {
        return List.of(
                client("PINGREQ", V3_1, "C0 00", PingReq.INSTANCE),
                client("PINGREQ", V5, "C0 00", PingReq.INSTANCE),
                server("PINGRESP", V3_1_1, "D0 00", PingResp.INSTANCE),
                server("PINGRESP", V5, "D0 00", PingResp.INSTANCE),
                client("DISCONNECT", V3_1, "E0 00", disconnect(ReasonCode.NORMAL_DISCONNECTION)),
                client("DISCONNECT", V3_1_1, "E0 00", disconnect(ReasonCode.NORMAL_DISCONNECTION)),
                client("DISCONNECT", V5, "E0 00", disconnect(ReasonCode.NORMAL_DISCONNECTION)),
                client("DISCONNECT 4", V5, "E0 [ 04 ]", disconnect(ReasonCode.DISCONNECT_WITH_WILL_MESSAGE)),
                client(
                        "DISCONNECT with expiry",
                        V5,
                        "E0 [ 00 [ 11 0000000A 1F 'because' 26 'k' 'v1' 26 'k' '' ] ]",
                        new Disconnect(ReasonCode.NORMAL_DISCONNECTION, 10, "because", null, TWO_USER_PROPERTIES)),
                server("DISCONNECT 0x8E", V5, "E0 [ 8E ]", disconnect(ReasonCode.SESSION_TAKEN_OVER)),
                server(
                        "DISCONNECT with server reference",
                        V5,
                        "E0 [ 9D [ 1F 'because' 1C 'there' ] ]",
                        new Disconnect(ReasonCode.SERVER_MOVED, Disconnect.ABSENT, "because", "there", List.of())),
                server("AUTH", V5, "F0 00", new Auth(ReasonCode.SUCCESS, null, null, null, List.of())),
                server(
                        "AUTH, success with method",
                        V5,
                        "F0 [ 00 [ 15 'm' ] ]",
                        new Auth(ReasonCode.SUCCESS, "m", null, null, List.of())),
                client(
                        "AUTH with all properties",
                        V5,
                        "F0 [ 18 [ 15 'm' 16 0001 00 1F 'because' 26 'k' 'v1' 26 'k' '' ] ]",
                        new Auth(
                                ReasonCode.CONTINUE_AUTHENTICATION,
                                "m",
                                Bytes.wrap(new byte[1]),
                                "because",
                                TWO_USER_PROPERTIES)));
    }

    private static Sample client(String name, MqttVersion version, String wire, Packet packet) {
        return new Sample(name, version, true, wire, packet);
    }

    private static Sample server(String name, MqttVersion version, String wire, Packet packet) {
        return new Sample(name, version, false, wire, packet);
    }

    private static Connect connect(MqttVersion version) {
        return connect(version, "c", 60, null, null, null);
    }

    private static Connect connect(
            MqttVersion version,
            String clientId,
            int keepAliveSeconds,
            @Nullable WillMessage will,
            @Nullable String username,
            @Nullable Bytes password) {
        return new Connect(
                version,
                false,
                clientId,
                true,
                keepAliveSeconds,
                will,
                username,
                password,
                Connect.Properties.DEFAULTS);
    }

    private static WillMessage will(String topic, Qos qos, boolean retain, String payload) {
        return new WillMessage(Topic.of(topic), qos, retain, Bytes.utf8(payload), 0, PublishProperties.NONE);
    }

    private static ConnAck connAck(boolean sessionPresent, ReasonCode reason) {
        return new ConnAck(sessionPresent, reason, ConnAck.Properties.DEFAULTS);
    }

    private static Publish publish(int packetId, String topic, String payload) {
        return new Publish(
                packetId,
                Topic.of(topic),
                Qos.AT_MOST_ONCE,
                false,
                false,
                Bytes.utf8(payload),
                PublishProperties.NONE,
                SubscriptionIdentifiers.NONE);
    }

    private static Publish publish(
            int packetId, String topic, Qos qos, boolean duplicate, boolean retain, PublishProperties properties) {
        return new Publish(
                packetId,
                Topic.of(topic),
                qos,
                duplicate,
                retain,
                Bytes.utf8("hi"),
                properties,
                SubscriptionIdentifiers.NONE);
    }

    private static PublishProperties contentType(String contentType) {
        return new PublishProperties(false, PublishProperties.NO_EXPIRY, contentType, null, null, List.of());
    }

    private static Subscribe subscribe(int subscriptionIdentifier, Subscribe.Request... requests) {
        return new Subscribe(7, subscriptionIdentifier, List.of(), List.of(requests));
    }

    private static Subscribe.Request request(String filter, Qos qos) {
        return new Subscribe.Request(filter, SubscriptionOptions.of(qos));
    }

    private static List<ReasonCode> fourReasons(ReasonCode last) {
        return List.of(ReasonCode.GRANTED_QOS_0, ReasonCode.GRANTED_QOS_1, ReasonCode.GRANTED_QOS_2, last);
    }

    private static Disconnect disconnect(ReasonCode reason) {
        return Disconnect.because(reason, null);
    }
}
