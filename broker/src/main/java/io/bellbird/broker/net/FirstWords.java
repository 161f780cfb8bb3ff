package io.bellbird.broker.net;

/** What a client speaks, by its first byte. */
enum FirstWords {
    /** A record of a handshake (RFC 8446, section 5.1). */
    TLS("TLS"),
    /** CONNECT [MQTT-3.1.0-1]. */
    MQTT("MQTT"),
    /** The method of a request: capital letters. */
    HTTP("HTTP"),
    UNKNOWN("something else");

    private static final int HANDSHAKE_RECORD = 0x16;
    private static final int CONNECT = 0x10;

    private final String text;

    FirstWords(String text) {
        this.text = text;
    }

    static FirstWords of(byte first) {
        if (first == HANDSHAKE_RECORD) {
            return TLS;
        }
        if (first == CONNECT) {
            return MQTT;
        }
        return first >= 'A' && first <= 'Z' ? HTTP : UNKNOWN;
    }

    /** For the log. */
    String text() {
        return text;
    }
}
