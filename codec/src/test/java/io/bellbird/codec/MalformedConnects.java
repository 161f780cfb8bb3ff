package io.bellbird.codec;

import static io.bellbird.codec.ReasonCode.MALFORMED_PACKET;
import static io.bellbird.codec.ReasonCode.PROTOCOL_ERROR;
import static io.bellbird.codec.ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;

import java.util.List;
import java.util.stream.Stream;

/** What the {@link Decoder} of a server refuses as first packet. */
final class MalformedConnects {
    private MalformedConnects() {}

    static Stream<Malformed> all() {
        return Stream.of(firstPackets(), versions(), flags(), fields(), properties(), wills())
                .flatMap(List::stream);
    }

    private static List<Malformed> firstPackets() {
        return List.of(
                first("PUBLISH", "30", PROTOCOL_ERROR, "MQTT-3.1.0-1"),
                first("PINGREQ", "C0", PROTOCOL_ERROR, "MQTT-3.1.0-1"),
                first("AUTH", "F0", PROTOCOL_ERROR, "MQTT-3.1.0-1"),
                first("type 0", "00", PROTOCOL_ERROR, "MQTT-3.1.0-1"),
                first("HTTP", "<GET / HTTP/1.1>", PROTOCOL_ERROR, "MQTT-3.1.0-1"),
                first("TLS", "16 03 010200", MALFORMED_PACKET, ""),
                first("five bytes of length", "10 80 80 80 80", MALFORMED_PACKET, ""));
    }

    private static List<Malformed> versions() {
        return List.of(
                first("empty packet", "10 [ ]", MALFORMED_PACKET, ""),
                first("short name", "10 [ 'MQT' 04 02 003C 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-1"),
                first("other name", "10 [ 'MQTU' 04 02 003C 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-1"),
                first("name in lower case", "10 [ 'mqtt' 04 02 003C 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-1"),
                first("empty name", "10 [ '' 04 02 003C 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-1"),
                first("name that is no UTF-8", "10 [ 0004 FFFFFFFF 04 ]", MALFORMED_PACKET, "MQTT-1.5.4-1"),
                first("name alone", "10 [ 'MQTT' ]", MALFORMED_PACKET, ""),
                first("level 2", "10 [ 'MQTT' 02 02 003C 'c' ]", UNSUPPORTED_PROTOCOL_VERSION, "MQTT-3.1.2-2"),
                first("level 6", "10 [ 'MQTT' 06 02 003C 'c' ]", UNSUPPORTED_PROTOCOL_VERSION, "MQTT-3.1.2-2"),
                first("MQTT 3", "10 [ 'MQTT' 03 02 003C 'c' ]", UNSUPPORTED_PROTOCOL_VERSION, "MQTT-3.1.2-2"),
                first("MQIsdp 4", "10 [ 'MQIsdp' 04 02 003C 'c' ]", UNSUPPORTED_PROTOCOL_VERSION, "MQTT-3.1.2-2"),
                first("MQIsdp 0x84", "10 [ 'MQIsdp' 84 02 003C 'c' ]", UNSUPPORTED_PROTOCOL_VERSION, "MQTT-3.1.2-2"),
                first(
                        "bridge in MQTT 5",
                        "10 [ 'MQTT' 85 02 003C [ ] 'c' ]",
                        UNSUPPORTED_PROTOCOL_VERSION,
                        "MQTT-3.1.2-2"));
    }

    private static List<Malformed> flags() {
        return List.of(
                first("QoS 1 in MQTT 3.1.1", "12 [ 'MQTT' 04 02 003C 'c' ]", MALFORMED_PACKET, "MQTT-2.2.2-2"),
                first("flag 3 in MQTT 5", "18 [ 'MQTT' 05 02 003C [ ] 'c' ]", MALFORMED_PACKET, "MQTT-2.1.3-1"),
                first("length in two bytes", "10 8E 00 'MQTT' 05 02 003C [ ] 'c'", MALFORMED_PACKET, "MQTT-1.5.5-1"),
                first("no flags", "10 [ 'MQTT' 04 ]", MALFORMED_PACKET, ""),
                first("reserved flag", "10 [ 'MQTT' 04 03 003C 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-3"),
                first("reserved flag", "10 [ 'MQTT' 05 01 003C [ ] 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-3"),
                first("will QoS 3 in 3.1", "10 [ 'MQIsdp' 03 1E 003C 'c' 'w' '' ]", MALFORMED_PACKET, "MQTT-3.1.2-14"),
                first("will QoS 3 in 3.1.1", "10 [ 'MQTT' 04 1E 003C 'c' 'w' '' ]", MALFORMED_PACKET, "MQTT-3.1.2-14"),
                first(
                        "will QoS 3 in 5",
                        "10 [ 'MQTT' 05 1E 003C [ ] 'c' [ ] 'w' '' ]",
                        MALFORMED_PACKET,
                        "MQTT-3.1.2-12"),
                first("will QoS, no will in 3.1.1", "10 [ 'MQTT' 04 0A 003C 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-13"),
                first("will QoS, no will in 5", "10 [ 'MQTT' 05 12 003C [ ] 'c' ]", MALFORMED_PACKET, "MQTT-3.1.2-11"),
                first(
                        "will retain, no will in 3.1.1",
                        "10 [ 'MQTT' 04 22 003C 'c' ]",
                        MALFORMED_PACKET,
                        "MQTT-3.1.2-15"),
                first(
                        "will retain, no will in 5",
                        "10 [ 'MQTT' 05 22 003C [ ] 'c' ]",
                        MALFORMED_PACKET,
                        "MQTT-3.1.2-13"),
                first("password alone in 3.1", "10 [ 'MQIsdp' 03 42 003C 'c' 'p' ]", MALFORMED_PACKET, "MQTT-3.1.2-22"),
                first(
                        "password alone in 3.1.1",
                        "10 [ 'MQTT' 04 42 003C 'c' 'p' ]",
                        MALFORMED_PACKET,
                        "MQTT-3.1.2-22"));
    }

    private static List<Malformed> fields() {
        return List.of(
                first("no keep alive", "10 [ 'MQTT' 04 02 00 ]", MALFORMED_PACKET, ""),
                first("no client id", "10 [ 'MQTT' 04 02 003C ]", MALFORMED_PACKET, ""),
                first("client id cut off", "10 [ 'MQTT' 05 02 003C [ ] 0002 63 ]", MALFORMED_PACKET, ""),
                first("U+0000 in a client id", "10 [ 'MQTT' 04 02 003C 0001 00 ]", MALFORMED_PACKET, "MQTT-1.5.3-2"),
                first(
                        "U+0000 in a client id",
                        "10 [ 'MQTT' 05 02 003C [ ] 0001 00 ]",
                        MALFORMED_PACKET,
                        "MQTT-1.5.4-2"),
                first(
                        "U+D800 in a client id",
                        "10 [ 'MQTT' 05 02 003C [ ] 0003 EDA080 ]",
                        MALFORMED_PACKET,
                        "MQTT-1.5.4-1"),
                first("U+001F in a client id", "10 [ 'MQTT' 05 02 003C [ ] 0001 1F ]", MALFORMED_PACKET, ""),
                first("no user name", "10 [ 'MQTT' 04 82 003C 'c' ]", MALFORMED_PACKET, ""),
                first("no user name", "10 [ 'MQTT' 05 82 003C [ ] 'c' ]", MALFORMED_PACKET, ""),
                first(
                        "U+0000 in a user name",
                        "10 [ 'MQTT' 05 82 003C [ ] 'c' 0001 00 ]",
                        MALFORMED_PACKET,
                        "MQTT-1.5.4-2"),
                first("no password", "10 [ 'MQTT' 04 C2 003C 'c' 'u' ]", MALFORMED_PACKET, ""),
                first("user name cut off in 3.1", "10 [ 'MQIsdp' 03 82 003C 'c' 0002 75 ]", MALFORMED_PACKET, ""),
                first("long", "10 [ 'MQTT' 04 02 003C 'c' 'u' ]", MALFORMED_PACKET, ""),
                first("long", "10 [ 'MQTT' 05 82 003C [ ] 'c' 'u' 00 ]", MALFORMED_PACKET, ""));
    }

    private static List<Malformed> properties() {
        return List.of(
                first("no properties", "10 [ 'MQTT' 05 02 003C ]", MALFORMED_PACKET, ""),
                first("properties beyond the packet", "10 [ 'MQTT' 05 02 003C 24 'c' ]", MALFORMED_PACKET, ""),
                first("receive maximum 0", "10 [ 'MQTT' 05 02 003C [ 21 0000 ] 'c' ]", PROTOCOL_ERROR, ""),
                first("maximum packet size 0", "10 [ 'MQTT' 05 02 003C [ 27 00000000 ] 'c' ]", PROTOCOL_ERROR, ""),
                first(
                        "session expiry twice",
                        "10 [ 'MQTT' 05 02 003C [ 11 00000001 11 00000001 ] 'c' ]",
                        PROTOCOL_ERROR,
                        ""),
                first("request problem information 2", "10 [ 'MQTT' 05 02 003C [ 17 02 ] 'c' ]", PROTOCOL_ERROR, ""),
                first("request response information 2", "10 [ 'MQTT' 05 02 003C [ 19 02 ] 'c' ]", PROTOCOL_ERROR, ""),
                first("authentication data, no method", "10 [ 'MQTT' 05 02 003C [ 16 0000 ] 'c' ]", PROTOCOL_ERROR, ""),
                first(
                        "will delay without a will",
                        "10 [ 'MQTT' 05 02 003C [ 18 00000001 ] 'c' ]",
                        MALFORMED_PACKET,
                        ""),
                first("will delay, cut off", "10 [ 'MQTT' 05 02 003C [ 18 00 ] 'c' ]", MALFORMED_PACKET, ""),
                first("property 0", "10 [ 'MQTT' 05 02 003C [ 00 01 ] 'c' ]", MALFORMED_PACKET, ""));
    }

    private static List<Malformed> wills() {
        return List.of(
                first("no will", "10 [ 'MQTT' 04 06 003C 'c' ]", MALFORMED_PACKET, ""),
                first("no will payload", "10 [ 'MQTT' 04 06 003C 'c' 'w' ]", MALFORMED_PACKET, ""),
                first("no will payload", "10 [ 'MQTT' 05 06 003C [ ] 'c' [ ] 'w' ]", MALFORMED_PACKET, ""),
                first("empty will topic", "10 [ 'MQTT' 05 06 003C [ ] 'c' [ ] '' '' ]", PROTOCOL_ERROR, "MQTT-4.7.3-1"),
                first(
                        "will topic with a wildcard",
                        "10 [ 'MQTT' 04 06 003C 'c' '+' '' ]",
                        MALFORMED_PACKET,
                        "MQTT-4.7.1-1"),
                first(
                        "will topic with a wildcard",
                        "10 [ 'MQTT' 05 06 003C [ ] 'c' [ ] '#' '' ]",
                        MALFORMED_PACKET,
                        "MQTT-4.7.0-1"),
                first(
                        "U+0000 in a will topic",
                        "10 [ 'MQTT' 04 06 003C 'c' 0001 00 '' ]",
                        MALFORMED_PACKET,
                        "MQTT-1.5.3-2"),
                first(
                        "two will delays",
                        "10 [ 'MQTT' 05 06 003C [ ] 'c' [ 18 00000001 18 00000001 ] 'w' '' ]",
                        PROTOCOL_ERROR,
                        ""),
                first(
                        "empty response topic",
                        "10 [ 'MQTT' 05 06 003C [ ] 'c' [ 08 '' ] 'w' '' ]",
                        PROTOCOL_ERROR,
                        "MQTT-4.7.3-1"),
                first(
                        "session expiry in a will",
                        "10 [ 'MQTT' 05 06 003C [ ] 'c' [ 11 00000001 ] 'w' '' ]",
                        MALFORMED_PACKET,
                        ""),
                first(
                        "topic alias in a will",
                        "10 [ 'MQTT' 05 06 003C [ ] 'c' [ 23 0001 ] 'w' '' ]",
                        MALFORMED_PACKET,
                        ""));
    }

    private static Malformed first(String name, String wire, ReasonCode reason, String statement) {
        return new Malformed(name, null, true, wire, reason, statement);
    }
}
