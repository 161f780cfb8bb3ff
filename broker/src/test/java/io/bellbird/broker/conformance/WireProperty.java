package io.bellbird.broker.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A property of a packet from the broker (section 2.2.2.2).
 *
 * @param id the identifier, 0x01..0x2A
 * @param value a Long for numbers, the text of strings, the hexadecimal digits of binary data, {@code name=value} of
 *     a user property
 */
public record WireProperty(int id, Object value) {
    public static final int PAYLOAD_FORMAT_INDICATOR = 0x01;
    public static final int MESSAGE_EXPIRY_INTERVAL = 0x02;
    public static final int CONTENT_TYPE = 0x03;
    public static final int RESPONSE_TOPIC = 0x08;
    public static final int CORRELATION_DATA = 0x09;
    public static final int SUBSCRIPTION_IDENTIFIER = 0x0B;
    public static final int SESSION_EXPIRY_INTERVAL = 0x11;
    public static final int ASSIGNED_CLIENT_IDENTIFIER = 0x12;
    public static final int SERVER_KEEP_ALIVE = 0x13;
    public static final int AUTHENTICATION_METHOD = 0x15;
    public static final int AUTHENTICATION_DATA = 0x16;
    public static final int RESPONSE_INFORMATION = 0x1A;
    public static final int REASON_STRING = 0x1F;
    public static final int RECEIVE_MAXIMUM = 0x21;
    public static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    public static final int TOPIC_ALIAS = 0x23;
    public static final int MAXIMUM_QOS = 0x24;
    public static final int RETAIN_AVAILABLE = 0x25;
    public static final int USER_PROPERTY = 0x26;
    public static final int MAXIMUM_PACKET_SIZE = 0x27;
    public static final int WILDCARD_SUBSCRIPTION_AVAILABLE = 0x28;
    public static final int SUBSCRIPTION_IDENTIFIER_AVAILABLE = 0x29;
    public static final int SHARED_SUBSCRIPTION_AVAILABLE = 0x2A;

    private static final Set<Integer> REPEATABLE = Set.of(USER_PROPERTY, SUBSCRIPTION_IDENTIFIER);

    /**
     * The property length and the properties behind it; user properties last, in their order, the others sorted, since
     * their order means nothing.
     *
     * @param permitted the identifiers that the packet may have from a server
     */
    static List<WireProperty> read(WireReader reader, Set<Integer> permitted) {
        WireReader section = new WireReader(reader.take(reader.variableByteInteger()));
        List<WireProperty> properties = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        while (section.remaining() > 0) {
            int id = section.variableByteInteger();
            if (!permitted.contains(id)) {
                throw new AssertionError("property 0x%02X has no place in this packet: %s".formatted(id, reader));
            }
            if (!seen.add(id) && !REPEATABLE.contains(id)) {
                throw new AssertionError("property 0x%02X stands twice: %s".formatted(id, reader));
            }
            properties.add(new WireProperty(id, value(id, section)));
        }
        properties.sort(
                Comparator.<WireProperty>comparingInt(property -> property.id == USER_PROPERTY ? 0x100 : property.id)
                        .thenComparingLong(property -> property.value instanceof Long number ? number : 0));
        return List.copyOf(properties);
    }

    private static Object value(int id, WireReader reader) {
        return switch (id) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> (long) reader.oneByte();
            case 0x13, 0x21, 0x22, 0x23 -> (long) reader.twoBytes();
            case 0x02, 0x11, 0x18, 0x27 -> reader.fourBytes();
            case 0x0B -> (long) reader.variableByteInteger();
            case 0x03, 0x08, 0x12, 0x15, 0x1A, 0x1C, 0x1F -> reader.string();
            case 0x09, 0x16 -> reader.binary();
            case 0x26 -> reader.string() + "=" + reader.string();
            default -> throw new AssertionError("there is no property 0x%02X: %s".formatted(id, reader));
        };
    }

    @Override
    public String toString() {
        return "%02X:%s".formatted(id, value);
    }
}
