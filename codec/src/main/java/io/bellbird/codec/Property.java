package io.bellbird.codec;

import org.jspecify.annotations.Nullable;

/** The properties of MQTT 5, with identifier and type (section 2.2.2.2). */
enum Property {
    PAYLOAD_FORMAT_INDICATOR(0x01, Type.FLAG),
    MESSAGE_EXPIRY_INTERVAL(0x02, Type.FOUR_BYTES),
    CONTENT_TYPE(0x03, Type.STRING),
    RESPONSE_TOPIC(0x08, Type.STRING),
    CORRELATION_DATA(0x09, Type.BINARY),
    SUBSCRIPTION_IDENTIFIER(0x0B, Type.VARIABLE),
    SESSION_EXPIRY_INTERVAL(0x11, Type.FOUR_BYTES),
    ASSIGNED_CLIENT_IDENTIFIER(0x12, Type.STRING),
    SERVER_KEEP_ALIVE(0x13, Type.TWO_BYTES),
    AUTHENTICATION_METHOD(0x15, Type.STRING),
    AUTHENTICATION_DATA(0x16, Type.BINARY),
    REQUEST_PROBLEM_INFORMATION(0x17, Type.FLAG),
    WILL_DELAY_INTERVAL(0x18, Type.FOUR_BYTES),
    REQUEST_RESPONSE_INFORMATION(0x19, Type.FLAG),
    RESPONSE_INFORMATION(0x1A, Type.STRING),
    SERVER_REFERENCE(0x1C, Type.STRING),
    REASON_STRING(0x1F, Type.STRING),
    RECEIVE_MAXIMUM(0x21, Type.TWO_BYTES),
    TOPIC_ALIAS_MAXIMUM(0x22, Type.TWO_BYTES),
    TOPIC_ALIAS(0x23, Type.TWO_BYTES),
    MAXIMUM_QOS(0x24, Type.FLAG),
    RETAIN_AVAILABLE(0x25, Type.FLAG),
    USER_PROPERTY(0x26, Type.STRING_PAIR),
    MAXIMUM_PACKET_SIZE(0x27, Type.FOUR_BYTES),
    WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Type.FLAG),
    SUBSCRIPTION_IDENTIFIER_AVAILABLE(0x29, Type.FLAG),
    SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Type.FLAG);

    private static final @Nullable Property[] BY_IDENTIFIER = new Property[0x80];

    static {
        for (Property property : values()) {
            BY_IDENTIFIER[property.identifier] = property;
        }
    }

    private final int identifier;
    private final Type type;

    Property(int identifier, Type type) {
        this.identifier = identifier;
        this.type = type;
    }

    /** The property of an identifier, or null when the standard has none. */
    static @Nullable Property of(int identifier) {
        return identifier < BY_IDENTIFIER.length ? BY_IDENTIFIER[identifier] : null;
    }

    /** One byte on the wire. */
    int identifier() {
        return identifier;
    }

    Type type() {
        return type;
    }

    /** Its bit in a set of properties. */
    long bit() {
        return 1L << identifier;
    }

    /** Whether a packet may have it more than once, as far as the property itself is concerned. */
    boolean isRepeatable() {
        return this == USER_PROPERTY || this == SUBSCRIPTION_IDENTIFIER;
    }

    /** Whether it must not be 0. (A Topic Alias must not either, but has a reason code of its own.) */
    boolean isNeverZero() {
        return this == RECEIVE_MAXIMUM || this == MAXIMUM_PACKET_SIZE || this == SUBSCRIPTION_IDENTIFIER;
    }

    /** The types of values. */
    enum Type {
        /** One byte, 0 or 1: all properties of the type Byte are of this kind. */
        FLAG,
        TWO_BYTES,
        FOUR_BYTES,
        /** Variable Byte Integer. */
        VARIABLE,
        STRING,
        STRING_PAIR,
        BINARY
    }
}
