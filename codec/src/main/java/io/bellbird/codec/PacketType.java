package io.bellbird.codec;

/** The control packet types, with their 4-bit value in the fixed header (section 2.1.2). */
public enum PacketType {
    CONNECT(1),
    CONNACK(2),
    PUBLISH(3),
    PUBACK(4),
    PUBREC(5),
    PUBREL(6),
    PUBCOMP(7),
    SUBSCRIBE(8),
    SUBACK(9),
    UNSUBSCRIBE(10),
    UNSUBACK(11),
    PINGREQ(12),
    PINGRESP(13),
    DISCONNECT(14),
    AUTH(15);

    private static final PacketType[] BY_VALUE = values();

    private final int value;

    PacketType(int value) {
        this.value = value;
    }

    /**
     * The type of a value.
     *
     * @param value 1..15
     */
    static PacketType of(int value) {
        return BY_VALUE[value - 1];
    }

    /** 1..15. */
    public int value() {
        return value;
    }
}
