package io.bellbird.codec;

import static io.bellbird.codec.MqttVersion.V3_1;
import static io.bellbird.codec.MqttVersion.V3_1_1;
import static io.bellbird.codec.MqttVersion.V5;
import static io.bellbird.codec.ReasonCode.MALFORMED_PACKET;
import static io.bellbird.codec.ReasonCode.PROTOCOL_ERROR;
import static io.bellbird.codec.ReasonCode.QUOTA_EXCEEDED;
import static io.bellbird.codec.ReasonCode.TOPIC_ALIAS_INVALID;

import java.util.List;
import java.util.stream.Stream;

/** What a {@link Decoder} refuses after CONNECT; {@link MalformedConnects} has the rest. */
final class MalformedSamples {
    private MalformedSamples() {}

    static Stream<Malformed> all() {
        return Stream.of(
                        fixedHeaders(),
                        unexpectedPackets(),
                        publish(),
                        publishProperties(),
                        publishAcks(),
                        subscribe(),
                        unsubscribe(),
                        disconnectAndAuth(),
                        fromServers())
                .flatMap(List::stream);
    }

    private static List<Malformed> fixedHeaders() {
        return List.of(
                client("five bytes of length", V3_1_1, "30 FF FF FF FF", MALFORMED_PACKET, ""),
                client("five bytes of length", V5, "C0 80 80 80 80 01", MALFORMED_PACKET, ""),
                client("remaining length in two bytes", V5, "C0 80 00", MALFORMED_PACKET, "MQTT-1.5.5-1"),
                client("remaining length in three bytes", V5, "30 84 80 00 'a' [ ]", MALFORMED_PACKET, "MQTT-1.5.5-1"),
                client("type 0", V3_1_1, "00", PROTOCOL_ERROR, ""),
                client("type 0 with flags and no length", V5, "0A C0", PROTOCOL_ERROR, ""),
                client("PUBLISH with QoS 3", V3_1_1, "36 00", MALFORMED_PACKET, "MQTT-3.3.1-4"),
                client("PUBLISH with QoS 3", V5, "37 00", MALFORMED_PACKET, "MQTT-3.3.1-4"),
                client("PUBLISH with DUP at QoS 0", V3_1, "38 00", MALFORMED_PACKET, "MQTT-3.3.1-2"),
                client("PUBLISH with DUP at QoS 0", V5, "39 00", MALFORMED_PACKET, "MQTT-3.3.1-2"),
                client("PUBACK with flags", V3_1_1, "48 02", MALFORMED_PACKET, "MQTT-2.2.2-2"),
                client("PUBACK with flags", V5, "42 02", MALFORMED_PACKET, "MQTT-2.1.3-1"),
                client("PUBREC with flags", V5, "52 02", MALFORMED_PACKET, "MQTT-2.1.3-1"),
                client("PUBREL without flags", V3_1_1, "60 02", MALFORMED_PACKET, "MQTT-3.6.1-1"),
                client("PUBREL with DUP", V5, "6A 02", MALFORMED_PACKET, "MQTT-3.6.1-1"),
                client("PUBCOMP with flags", V3_1_1, "71 02", MALFORMED_PACKET, "MQTT-2.2.2-2"),
                client("SUBSCRIBE without flags", V3_1, "80 00", MALFORMED_PACKET, "MQTT-3.8.1-1"),
                client("SUBSCRIBE without flags", V3_1_1, "80 00", MALFORMED_PACKET, "MQTT-3.8.1-1"),
                client("SUBSCRIBE with DUP", V5, "8A 00", MALFORMED_PACKET, "MQTT-3.8.1-1"),
                client("UNSUBSCRIBE without flags", V3_1_1, "A0 00", MALFORMED_PACKET, "MQTT-3.10.1-1"),
                client("UNSUBSCRIBE with flag 1", V5, "A3 00", MALFORMED_PACKET, "MQTT-3.10.1-1"),
                client("PINGREQ with flags", V3_1, "C1 00", MALFORMED_PACKET, "MQTT-2.2.2-2"),
                client("PINGREQ with flags", V5, "C8 00", MALFORMED_PACKET, "MQTT-2.1.3-1"),
                client("DISCONNECT with flags", V3_1_1, "E2 00", MALFORMED_PACKET, "MQTT-3.14.1-1"),
                client("DISCONNECT with flags", V5, "E4 00", MALFORMED_PACKET, "MQTT-3.14.1-1"),
                client("AUTH with flags", V5, "F1 00", MALFORMED_PACKET, "MQTT-3.15.1-1"),
                client("PINGREQ with a body", V3_1_1, "C0 01", MALFORMED_PACKET, ""),
                client("PINGREQ with a body", V5, "C0 01", MALFORMED_PACKET, ""),
                client("DISCONNECT with a body", V3_1_1, "E0 01", MALFORMED_PACKET, ""),
                client("PUBACK, empty", V3_1_1, "40 00", MALFORMED_PACKET, ""),
                client("PUBREC, long", V3_1, "50 03", MALFORMED_PACKET, ""),
                client("PUBREL, short", V3_1_1, "62 01", MALFORMED_PACKET, ""),
                client("PUBCOMP, long", V3_1_1, "70 04", MALFORMED_PACKET, ""));
    }

    private static List<Malformed> unexpectedPackets() {
        return List.of(
                client("a second CONNECT", V3_1_1, "10 00", PROTOCOL_ERROR, "MQTT-3.1.0-2"),
                client("a second CONNECT", V5, "10 00", PROTOCOL_ERROR, "MQTT-3.1.0-2"),
                client("CONNACK from a client", V3_1_1, "20 00", PROTOCOL_ERROR, ""),
                client("CONNACK with flags from a client", V5, "21 00", PROTOCOL_ERROR, ""),
                client("SUBACK with flags from a client", V5, "91 00", MALFORMED_PACKET, "MQTT-2.1.3-1"),
                client("SUBACK from a client", V5, "90 00", PROTOCOL_ERROR, ""),
                client("UNSUBACK from a client", V5, "B0 02", PROTOCOL_ERROR, ""),
                client("PINGRESP from a client", V5, "D0 00", PROTOCOL_ERROR, ""),
                client("AUTH", V3_1_1, "F0 00", MALFORMED_PACKET, ""),
                server("CONNECT from a server", V5, "10 00", PROTOCOL_ERROR, ""),
                server("SUBSCRIBE from a server", V3_1_1, "82 00", PROTOCOL_ERROR, ""),
                server("UNSUBSCRIBE from a server", V3_1_1, "A2 00", PROTOCOL_ERROR, ""),
                server("PINGREQ from a server", V5, "C0 00", PROTOCOL_ERROR, ""),
                server("DISCONNECT from a server", V3_1_1, "E0 00", PROTOCOL_ERROR, ""));
    }

    private static List<Malformed> publish() {
        return List.of(
                client("PUBLISH, empty", V3_1_1, "30 [ ]", MALFORMED_PACKET, ""),
                client("PUBLISH, cut off in the topic", V3_1_1, "30 [ 0005 <abcd> ]", MALFORMED_PACKET, ""),
                client("PUBLISH, cut off in the packet id", V3_1_1, "32 [ 'a' 00 ]", MALFORMED_PACKET, ""),
                client("PUBLISH without properties", V5, "30 [ 'a' ]", MALFORMED_PACKET, ""),
                client("PUBLISH with packet id 0", V3_1_1, "32 [ 'a' 0000 ]", PROTOCOL_ERROR, "MQTT-2.3.1-1"),
                client("PUBLISH with packet id 0", V5, "34 [ 'a' 0000 [ ] ]", PROTOCOL_ERROR, "MQTT-2.2.1-3"),
                client("PUBLISH with an empty topic", V3_1_1, "30 [ '' <hi> ]", MALFORMED_PACKET, "MQTT-4.7.3-1"),
                client("PUBLISH with neither topic nor alias", V5, "30 [ '' [ ] ]", PROTOCOL_ERROR, "MQTT-4.7.3-1"),
                client("PUBLISH to +", V3_1_1, "30 [ 'a/+' ]", MALFORMED_PACKET, "MQTT-3.3.2-2"),
                client("PUBLISH to #", V5, "30 [ '#' [ ] ]", MALFORMED_PACKET, "MQTT-3.3.2-2"),
                client("U+0000 in a topic", V3_1_1, "30 [ 0003 610062 ]", MALFORMED_PACKET, "MQTT-1.5.3-2"),
                client("U+0000 in a topic", V5, "30 [ 0003 610062 [ ] ]", MALFORMED_PACKET, "MQTT-1.5.4-2"),
                client("U+D800 in a topic", V3_1_1, "30 [ 0003 EDA080 ]", MALFORMED_PACKET, "MQTT-1.5.3-1"),
                client("U+D800 in a topic", V5, "30 [ 0003 EDA080 [ ] ]", MALFORMED_PACKET, "MQTT-1.5.4-1"),
                client("U+DFFF in a topic", V3_1, "30 [ 0003 EDBFBF ]", MALFORMED_PACKET, "MQTT-1.5.3-1"),
                client("an overlong slash in a topic", V3_1_1, "30 [ 0002 C0AF ]", MALFORMED_PACKET, "MQTT-1.5.3-1"),
                client("U+110000 in a topic", V3_1_1, "30 [ 0004 F4908080 ]", MALFORMED_PACKET, "MQTT-1.5.3-1"),
                client("a cut off character in a topic", V3_1_1, "30 [ 0002 61E2 ]", MALFORMED_PACKET, "MQTT-1.5.3-1"),
                client("U+0001 in a topic", V3_1_1, "30 [ 0001 01 ]", MALFORMED_PACKET, ""),
                client("U+007F in a topic", V5, "30 [ 0001 7F [ ] ]", MALFORMED_PACKET, ""),
                client("U+009F in a topic", V3_1_1, "30 [ 0002 C29F ]", MALFORMED_PACKET, ""),
                client("U+FFFF in a topic", V5, "30 [ 0003 EFBFBF [ ] ]", MALFORMED_PACKET, ""),
                client("U+FDD0 in a topic", V5, "30 [ 0003 EFB790 [ ] ]", MALFORMED_PACKET, ""),
                client("U+1FFFE in a topic", V3_1_1, "30 [ 0004 F09FBFBE ]", MALFORMED_PACKET, ""),
                client(
                        "U+0000 in a long topic",
                        V3_1_1,
                        "30 [ 0301 00 <" + "x".repeat(768) + "> ]",
                        MALFORMED_PACKET,
                        "MQTT-1.5.3-2"));
    }

    private static List<Malformed> publishProperties() {
        return List.of(
                client("alias 0", V5, "30 [ 'a' [ 23 0000 ] ]", TOPIC_ALIAS_INVALID, "MQTT-3.3.2-8"),
                client("alias above the maximum", V5, "30 [ 'a' [ 23 000B ] ]", TOPIC_ALIAS_INVALID, "MQTT-3.3.2-9"),
                client("alias that stands for nothing", V5, "30 [ '' [ 23 000A ] ]", PROTOCOL_ERROR, ""),
                client("alias twice", V5, "30 [ 'a' [ 23 0001 23 0001 ] ]", PROTOCOL_ERROR, ""),
                client("subscription identifier", V5, "30 [ 'a' [ 0B 01 ] ]", PROTOCOL_ERROR, "MQTT-3.3.4-6"),
                client("response topic with a wildcard", V5, "30 [ 'a' [ 08 '#' ] ]", PROTOCOL_ERROR, "MQTT-3.3.2-14"),
                client("empty response topic", V5, "30 [ 'a' [ 08 '' ] ]", PROTOCOL_ERROR, "MQTT-4.7.3-1"),
                client("payload format indicator 2", V5, "30 [ 'a' [ 01 02 ] ]", PROTOCOL_ERROR, ""),
                client("payload format indicator twice", V5, "30 [ 'a' [ 01 01 01 01 ] ]", PROTOCOL_ERROR, ""),
                client("content type twice", V5, "30 [ 'a' [ 03 'x' 03 'x' ] ]", PROTOCOL_ERROR, ""),
                client("property of another packet", V5, "30 [ 'a' [ 11 00000001 ] ]", MALFORMED_PACKET, ""),
                client("property of another packet, cut off", V5, "30 [ 'a' [ 11 0000 ] ]", MALFORMED_PACKET, ""),
                client("unknown property after a wrong one", V5, "30 [ 'a' [ 1F 'x' 00 01 ] ]", MALFORMED_PACKET, ""),
                client("property 4", V5, "30 [ 'a' [ 04 01 ] ]", MALFORMED_PACKET, ""),
                client("property 128", V5, "30 [ 'a' [ 8001 01 ] ]", MALFORMED_PACKET, ""),
                client("property 1 in two bytes", V5, "30 [ 'a' [ 8100 01 ] ]", MALFORMED_PACKET, "MQTT-1.5.5-1"),
                client("property in five bytes", V5, "30 [ 'a' [ 8080808001 ] ]", MALFORMED_PACKET, "MQTT-1.5.5-1"),
                client("property length in two bytes", V5, "30 [ 'a' 8000 ]", MALFORMED_PACKET, "MQTT-1.5.5-1"),
                client("properties beyond the packet", V5, "30 [ 'a' 02 01 ]", MALFORMED_PACKET, ""),
                client("property beyond the properties", V5, "30 [ 'a' 01 01 01 ]", MALFORMED_PACKET, ""),
                client("user property without value", V5, "30 [ 'a' [ 26 'k' ] ]", MALFORMED_PACKET, ""),
                client(
                        "U+0000 in a user property",
                        V5,
                        "30 [ 'a' [ 26 0001 00 '' ] ]",
                        MALFORMED_PACKET,
                        "MQTT-1.5.4-2"),
                client("correlation data, cut off", V5, "30 [ 'a' [ 09 0002 00 ] ]", MALFORMED_PACKET, ""),
                client(
                        "10,001 user properties",
                        V5,
                        "30 [ 'a' [ " + "26 '' ''".repeat(PacketBody.ENTRIES_MAX + 1) + " ] ]",
                        QUOTA_EXCEEDED,
                        ""),
                server("alias above the maximum", V5, "30 [ 'a' [ 23 000B ] ]", TOPIC_ALIAS_INVALID, "MQTT-3.3.2-11"),
                server("subscription identifier 0", V5, "30 [ 'a' [ 0B 00 ] ]", PROTOCOL_ERROR, ""),
                server("packet id 0", V5, "32 [ 'a' 0000 [ ] ]", PROTOCOL_ERROR, "MQTT-2.2.1-4"));
    }

    private static List<Malformed> publishAcks() {
        return List.of(
                client("PUBACK with packet id 0", V3_1_1, "40 [ 0000 ]", PROTOCOL_ERROR, "MQTT-2.3.1-6"),
                client("PUBACK with packet id 0", V5, "40 [ 0000 ]", PROTOCOL_ERROR, "MQTT-2.2.1-5"),
                client("PUBACK, empty", V5, "40 [ ]", MALFORMED_PACKET, ""),
                client("PUBACK of one byte", V5, "40 [ 07 ]", MALFORMED_PACKET, ""),
                client("PUBACK with an unknown reason", V5, "40 [ 0007 FF ]", PROTOCOL_ERROR, "MQTT-3.4.2-1"),
                client("PUBACK with reason 0x92", V5, "40 [ 0007 92 ]", PROTOCOL_ERROR, "MQTT-3.4.2-1"),
                client("PUBACK, long", V5, "40 [ 0007 00 [ ] 00 ]", MALFORMED_PACKET, ""),
                client("PUBACK with two reason strings", V5, "40 [ 0007 00 [ 1F 'a' 1F 'b' ] ]", PROTOCOL_ERROR, ""),
                client("PUBACK with a content type", V5, "40 [ 0007 00 [ 03 'a' ] ]", MALFORMED_PACKET, ""),
                client("PUBREC with reason 0x92", V5, "50 [ 0007 92 ]", PROTOCOL_ERROR, "MQTT-3.5.2-1"),
                client("PUBREL with reason 0x10", V5, "62 [ 0007 10 ]", PROTOCOL_ERROR, "MQTT-3.6.2-1"),
                client("PUBCOMP with reason 0x80", V5, "70 [ 0007 80 ]", PROTOCOL_ERROR, "MQTT-3.7.2-1"),
                client("PUBCOMP, property cut off", V5, "70 [ 0007 00 [ 1F ] ]", MALFORMED_PACKET, ""));
    }

    private static List<Malformed> subscribe() {
        return List.of(
                client("SUBSCRIBE with packet id 0", V3_1_1, "82 [ 0000 'a' 00 ]", PROTOCOL_ERROR, "MQTT-2.3.1-1"),
                client("SUBSCRIBE with packet id 0", V5, "82 [ 0000 [ ] 'a' 00 ]", PROTOCOL_ERROR, "MQTT-2.2.1-3"),
                client("SUBSCRIBE without filters", V3_1, "82 [ 0007 ]", PROTOCOL_ERROR, "MQTT-3.8.3-3"),
                client("SUBSCRIBE without filters", V3_1_1, "82 [ 0007 ]", PROTOCOL_ERROR, "MQTT-3.8.3-3"),
                client("SUBSCRIBE without filters", V5, "82 [ 0007 [ ] ]", PROTOCOL_ERROR, "MQTT-3.8.3-2"),
                client("SUBSCRIBE with an empty filter", V3_1_1, "82 [ 0007 '' 00 ]", MALFORMED_PACKET, "MQTT-4.7.3-1"),
                client("SUBSCRIBE without QoS", V3_1_1, "82 [ 0007 'a' ]", MALFORMED_PACKET, ""),
                client("SUBSCRIBE, long", V3_1_1, "82 [ 0007 'a' 00 00 ]", MALFORMED_PACKET, ""),
                client("SUBSCRIBE with QoS 3", V3_1_1, "82 [ 0007 'a' 03 ]", PROTOCOL_ERROR, ""),
                client("SUBSCRIBE with QoS 3", V5, "82 [ 0007 [ ] 'a' 03 ]", PROTOCOL_ERROR, ""),
                client("SUBSCRIBE with no local", V3_1_1, "82 [ 0007 'a' 04 ]", MALFORMED_PACKET, ""),
                client("SUBSCRIBE with bit 7", V3_1, "82 [ 0007 'a' 80 ]", MALFORMED_PACKET, ""),
                client("SUBSCRIBE with bit 6", V5, "82 [ 0007 [ ] 'a' 40 ]", MALFORMED_PACKET, "MQTT-3.8.3-5"),
                client("SUBSCRIBE with bit 7", V5, "82 [ 0007 [ ] 'a' 81 ]", MALFORMED_PACKET, "MQTT-3.8.3-5"),
                client("SUBSCRIBE with retain handling 3", V5, "82 [ 0007 [ ] 'a' 30 ]", PROTOCOL_ERROR, ""),
                client("U+0000 in a filter", V3_1_1, "82 [ 0007 0001 00 00 ]", MALFORMED_PACKET, "MQTT-1.5.3-2"),
                client("U+D800 in a filter", V5, "82 [ 0007 [ ] 0003 EDA080 00 ]", MALFORMED_PACKET, "MQTT-1.5.4-1"),
                client("identifier 0", V5, "82 [ 0007 [ 0B 00 ] 'a' 00 ]", PROTOCOL_ERROR, ""),
                client("two identifiers", V5, "82 [ 0007 [ 0B 01 0B 02 ] 'a' 00 ]", PROTOCOL_ERROR, ""),
                client("overlong identifier", V5, "82 [ 0007 [ 0B 8000 ] 'a' 00 ]", MALFORMED_PACKET, "MQTT-1.5.5-1"),
                client("reason string", V5, "82 [ 0007 [ 1F 'x' ] 'a' 00 ]", MALFORMED_PACKET, ""),
                client(
                        "10,001 filters",
                        V3_1_1,
                        "82 [ 0007 " + "'a' 00".repeat(PacketBody.ENTRIES_MAX + 1) + " ]",
                        QUOTA_EXCEEDED,
                        ""));
    }

    private static List<Malformed> unsubscribe() {
        return List.of(
                client("UNSUBSCRIBE with packet id 0", V3_1_1, "A2 [ 0000 'a' ]", PROTOCOL_ERROR, "MQTT-2.3.1-1"),
                client("UNSUBSCRIBE without filters", V3_1_1, "A2 [ 0007 ]", PROTOCOL_ERROR, "MQTT-3.10.3-2"),
                client("UNSUBSCRIBE without filters", V5, "A2 [ 0007 [ ] ]", PROTOCOL_ERROR, "MQTT-3.10.3-2"),
                client("UNSUBSCRIBE without properties", V5, "A2 [ 0007 ]", MALFORMED_PACKET, ""),
                client("UNSUBSCRIBE, empty filter", V5, "A2 [ 0007 [ ] 'a' '' ]", MALFORMED_PACKET, "MQTT-4.7.3-1"),
                client("UNSUBSCRIBE, cut off", V3_1_1, "A2 [ 0007 0002 61 ]", MALFORMED_PACKET, ""),
                client("UNSUBSCRIBE, identifier", V5, "A2 [ 0007 [ 0B 01 ] 'a' ]", MALFORMED_PACKET, ""));
    }

    private static List<Malformed> disconnectAndAuth() {
        return List.of(
                client("DISCONNECT, long", V5, "E0 [ 00 [ ] 00 ]", MALFORMED_PACKET, ""),
                client("DISCONNECT, property cut off", V5, "E0 [ 00 [ 11 000000 ] ]", MALFORMED_PACKET, ""),
                client("DISCONNECT, reason string twice", V5, "E0 [ 00 [ 1F 'a' 1F 'a' ] ]", PROTOCOL_ERROR, ""),
                client("DISCONNECT, receive maximum", V5, "E0 [ 00 [ 21 0001 ] ]", MALFORMED_PACKET, ""),
                client("DISCONNECT, unknown reason", V5, "E0 [ 05 ]", PROTOCOL_ERROR, "MQTT-3.14.2-1"),
                client("DISCONNECT, QoS as reason", V5, "E0 [ 01 ]", PROTOCOL_ERROR, "MQTT-3.14.2-1"),
                client("DISCONNECT, a server's reason", V5, "E0 [ 8B ]", PROTOCOL_ERROR, "MQTT-3.14.2-1"),
                server("DISCONNECT, a client's reason", V5, "E0 [ 04 ]", PROTOCOL_ERROR, "MQTT-3.14.2-1"),
                client("DISCONNECT, server reference", V5, "E0 [ 00 [ 1C 'x' ] ]", PROTOCOL_ERROR, ""),
                server("DISCONNECT with expiry", V5, "E0 [ 8E [ 11 00000000 ] ]", PROTOCOL_ERROR, "MQTT-3.14.2-2"),
                client("AUTH, empty", V5, "F0 [ ]", PROTOCOL_ERROR, "MQTT-3.15.2-1"),
                client("AUTH, success", V5, "F0 [ 00 [ 15 'm' ] ]", PROTOCOL_ERROR, "MQTT-3.15.2-1"),
                server("AUTH, authenticate again", V5, "F0 [ 19 [ 15 'm' ] ]", PROTOCOL_ERROR, "MQTT-3.15.2-1"),
                client("AUTH without method", V5, "F0 [ 18 ]", PROTOCOL_ERROR, ""),
                client("AUTH, data without method", V5, "F0 [ 18 [ 16 0000 ] ]", PROTOCOL_ERROR, ""),
                client("AUTH, long", V5, "F0 [ 18 [ 15 'm' ] 00 ]", MALFORMED_PACKET, ""));
    }

    private static List<Malformed> fromServers() {
        return List.of(
                server("CONNACK, empty", V3_1_1, "20 [ ]", MALFORMED_PACKET, ""),
                server("CONNACK, long", V3_1_1, "20 [ 00 00 00 ]", MALFORMED_PACKET, ""),
                server("CONNACK with return code 6", V3_1_1, "20 [ 00 06 ]", MALFORMED_PACKET, ""),
                server("CONNACK with reserved flags", V3_1_1, "20 [ 02 00 ]", MALFORMED_PACKET, ""),
                server("CONNACK with reserved flags", V5, "20 [ 80 00 [ ] ]", MALFORMED_PACKET, "MQTT-3.2.2-1"),
                server("CONNACK, refused with session", V3_1_1, "20 [ 01 05 ]", PROTOCOL_ERROR, "MQTT-3.2.2-4"),
                server("CONNACK, refused with session", V5, "20 [ 01 87 [ ] ]", PROTOCOL_ERROR, "MQTT-3.2.2-6"),
                server("CONNACK with reason 1", V5, "20 [ 00 01 [ ] ]", PROTOCOL_ERROR, "MQTT-3.2.2-8"),
                server("CONNACK with maximum QoS 2", V5, "20 [ 00 00 [ 24 02 ] ]", PROTOCOL_ERROR, ""),
                server("CONNACK with receive maximum 0", V5, "20 [ 00 00 [ 21 0000 ] ]", PROTOCOL_ERROR, ""),
                server("SUBACK without reasons", V3_1_1, "90 [ 0007 ]", MALFORMED_PACKET, ""),
                server("SUBACK with return code 3", V3_1_1, "90 [ 0007 03 ]", PROTOCOL_ERROR, "MQTT-3.9.3-2"),
                server("SUBACK with return code 0x87", V3_1_1, "90 [ 0007 87 ]", PROTOCOL_ERROR, "MQTT-3.9.3-2"),
                server("SUBACK with reason 0x11", V5, "90 [ 0007 [ ] 11 ]", PROTOCOL_ERROR, "MQTT-3.9.3-2"),
                server("SUBACK with packet id 0", V5, "90 [ 0000 [ ] 00 ]", PROTOCOL_ERROR, "MQTT-2.2.1-6"),
                server("UNSUBACK with packet id 0", V3_1_1, "B0 [ 0000 ]", PROTOCOL_ERROR, "MQTT-2.3.1-7"),
                server("UNSUBACK, long", V3_1_1, "B0 03", MALFORMED_PACKET, ""),
                server("UNSUBACK with reason 1", V5, "B0 [ 0007 [ ] 01 ]", PROTOCOL_ERROR, "MQTT-3.11.3-2"));
    }

    private static Malformed client(
            String name, MqttVersion version, String wire, ReasonCode reason, String statement) {
        return new Malformed(name, version, true, wire, reason, statement);
    }

    private static Malformed server(
            String name, MqttVersion version, String wire, ReasonCode reason, String statement) {
        return new Malformed(name, version, false, wire, reason, statement);
    }
}
