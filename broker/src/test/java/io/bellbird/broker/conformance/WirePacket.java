package io.bellbird.broker.conformance;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A packet from the broker, read without the codec. Equal packets mean the same: an omitted reason code is 0x00, and
 * the order of properties that are not user properties does not count.
 *
 * @param first the first byte: type and flags
 * @param topic of PUBLISH, else empty
 * @param packetId 0 when the packet has none
 * @param flags of CONNACK, else 0
 * @param reasons reason or return codes in their order; one for each packet of MQTT 5 that has them
 * @param properties empty in MQTT 3
 * @param payload of PUBLISH, in hexadecimal
 */
public record WirePacket(
        int first,
        String topic,
        int packetId,
        int flags,
        List<Integer> reasons,
        List<WireProperty> properties,
        String payload) {
    public static final int CONNACK = 2;
    public static final int PUBLISH = 3;
    public static final int PUBACK = 4;
    public static final int PUBREC = 5;
    public static final int PUBREL = 6;
    public static final int PUBCOMP = 7;
    public static final int SUBACK = 9;
    public static final int UNSUBACK = 11;
    public static final int PINGRESP = 13;
    public static final int DISCONNECT = 14;
    public static final int AUTH = 15;

    private static final Set<Integer> CONNACK_PROPERTIES = Set.of(
            0x11, 0x12, 0x13, 0x15, 0x16, 0x1A, 0x1C, 0x1F, 0x21, 0x22, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A);
    private static final Set<Integer> PUBLISH_PROPERTIES = Set.of(0x01, 0x02, 0x03, 0x08, 0x09, 0x0B, 0x23, 0x26);
    private static final Set<Integer> ACK_PROPERTIES = Set.of(0x1F, 0x26);
    private static final Set<Integer> AUTH_PROPERTIES = Set.of(0x15, 0x16, 0x1F, 0x26);
    /** A server sends no Session Expiry Interval there [MQTT-3.14.2-2]. */
    private static final Set<Integer> DISCONNECT_PROPERTIES = Set.of(0x1C, 0x1F, 0x26);

    /**
     * Reads one whole packet.
     *
     * @param bytes fixed header and all
     * @param level protocol level of the connection: 3, 4 or 5
     * @throws AssertionError for a packet that a server may not send
     */
    static WirePacket parse(byte[] bytes, int level) {
        WireReader reader = new WireReader(bytes);
        int first = reader.oneByte();
        checkFlags(first, reader);
        int length = reader.variableByteInteger();
        if (length != reader.remaining()) {
            throw new AssertionError("remaining length " + length + " is not what follows: " + reader);
        }
        WirePacket packet = level == 5 ? version5(first, reader) : version3(first, reader);
        if (reader.remaining() > 0) {
            throw new AssertionError(reader.remaining() + " bytes too many: " + reader);
        }
        return packet;
    }

    private static void checkFlags(int first, WireReader reader) {
        int flags = first & 0x0F;
        boolean valid =
                switch (first >> 4) {
                    case PUBLISH -> (flags & 6) != 6 && ((flags & 6) != 0 || (flags & 8) == 0);
                    case PUBREL -> flags == 2;
                    default -> flags == 0;
                };
        if (!valid) {
            throw new AssertionError("invalid flags: " + reader);
        }
    }

    private static WirePacket version3(int first, WireReader reader) {
        List<WireProperty> none = List.of();
        return switch (first >> 4) {
            case CONNACK -> {
                int flags = reader.oneByte();
                yield new WirePacket(first, "", 0, flags, List.of(reader.oneByte()), none, "");
            }
            case PUBLISH -> {
                String topic = reader.string();
                int id = (first & 6) == 0 ? 0 : reader.twoBytes();
                yield new WirePacket(first, topic, id, 0, List.of(), none, rest(reader));
            }
            case PUBACK, PUBREC, PUBREL, PUBCOMP, UNSUBACK ->
                new WirePacket(first, "", reader.twoBytes(), 0, List.of(), none, "");
            case SUBACK -> new WirePacket(first, "", reader.twoBytes(), 0, codes(reader), none, "");
            case PINGRESP -> new WirePacket(first, "", 0, 0, List.of(), none, "");
            default -> throw new AssertionError("a server of MQTT 3 does not send this: " + reader);
        };
    }

    private static WirePacket version5(int first, WireReader reader) {
        return switch (first >> 4) {
            case CONNACK -> {
                int flags = reader.oneByte();
                List<Integer> reason = List.of(reader.oneByte());
                yield new WirePacket(first, "", 0, flags, reason, WireProperty.read(reader, CONNACK_PROPERTIES), "");
            }
            case PUBLISH -> {
                String topic = reader.string();
                int id = (first & 6) == 0 ? 0 : reader.twoBytes();
                List<WireProperty> properties = WireProperty.read(reader, PUBLISH_PROPERTIES);
                yield new WirePacket(first, topic, id, 0, List.of(), properties, rest(reader));
            }
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> {
                int id = reader.twoBytes();
                int reason = reader.remaining() == 0 ? 0 : reader.oneByte();
                yield new WirePacket(first, "", id, 0, List.of(reason), optional(reader, ACK_PROPERTIES), "");
            }
            case SUBACK, UNSUBACK -> {
                int id = reader.twoBytes();
                List<WireProperty> properties = WireProperty.read(reader, ACK_PROPERTIES);
                yield new WirePacket(first, "", id, 0, codes(reader), properties, "");
            }
            case PINGRESP -> new WirePacket(first, "", 0, 0, List.of(), List.of(), "");
            case DISCONNECT -> {
                int reason = reader.remaining() == 0 ? 0 : reader.oneByte();
                yield new WirePacket(first, "", 0, 0, List.of(reason), optional(reader, DISCONNECT_PROPERTIES), "");
            }
            case AUTH -> {
                int reason = reader.remaining() == 0 ? 0 : reader.oneByte();
                yield new WirePacket(first, "", 0, 0, List.of(reason), optional(reader, AUTH_PROPERTIES), "");
            }
            default -> throw new AssertionError("a server does not send this: " + reader);
        };
    }

    private static List<WireProperty> optional(WireReader reader, Set<Integer> permitted) {
        return reader.remaining() == 0 ? List.of() : WireProperty.read(reader, permitted);
    }

    private static List<Integer> codes(WireReader reader) {
        byte[] codes = reader.take(reader.remaining());
        Integer[] numbers = new Integer[codes.length];
        for (int i = 0; i < codes.length; i++) {
            numbers[i] = codes[i] & 0xFF;
        }
        return List.of(numbers);
    }

    private static String rest(WireReader reader) {
        return HexFormat.of().formatHex(reader.take(reader.remaining()));
    }

    /** One of the constants above. */
    public int type() {
        return first >> 4;
    }

    /** Of PUBLISH. */
    public int qos() {
        return (first >> 1) & 3;
    }

    /** DUP of PUBLISH. */
    public boolean duplicate() {
        return (first & 8) != 0;
    }

    /** RETAIN of PUBLISH. */
    public boolean retain() {
        return (first & 1) != 0;
    }

    /** The only reason or return code. */
    public int reason() {
        if (reasons.size() != 1) {
            throw new AssertionError("not one reason code: " + this);
        }
        return reasons.get(0);
    }

    /** The payload as text. */
    public String text() {
        return new String(HexFormat.of().parseHex(payload), StandardCharsets.UTF_8);
    }

    public boolean has(int property) {
        return !all(property).isEmpty();
    }

    /** The values of a property, in order. */
    public List<Object> all(int property) {
        return properties.stream()
                .filter(candidate -> candidate.id() == property)
                .map(WireProperty::value)
                .toList();
    }

    /** The value of a number property that must be there. */
    public long number(int property) {
        return (Long) one(property);
    }

    /** The value of a text property that must be there. */
    public String string(int property) {
        return (String) one(property);
    }

    private Object one(int property) {
        List<Object> values = all(property);
        if (values.size() != 1) {
            throw new AssertionError("not one property 0x%02X: %s".formatted(property, this));
        }
        return values.get(0);
    }

    /** The same packet without reason string, which a server adds as it likes; a message keeps all it has. */
    WirePacket withoutReasonString() {
        List<WireProperty> kept = properties.stream()
                .filter(property -> property.id() != WireProperty.REASON_STRING)
                .toList();
        return new WirePacket(first, topic, packetId, flags, reasons, kept, payload);
    }

    @Override
    public String toString() {
        return "%02X id=%d topic=%s flags=%d reasons=%s properties=%s payload=%s"
                .formatted(first, packetId, topic, flags, hex(reasons), properties, payload);
    }

    private static List<String> hex(List<Integer> codes) {
        return codes.stream().map("%02X"::formatted).toList();
    }
}
