package io.bellbird.e2e.wire;

/** The packets that answer a PUBLISH, by their number on the wire. */
public enum AckType {
    PUBACK(4),
    PUBREC(5),
    PUBREL(6),
    PUBCOMP(7);

    final int number;

    AckType(int number) {
        this.number = number;
    }

    static AckType of(int number) {
        return values()[number - PUBACK.number];
    }
}
