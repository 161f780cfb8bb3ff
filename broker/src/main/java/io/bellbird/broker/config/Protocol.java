package io.bellbird.broker.config;

/** What a listener speaks. */
public enum Protocol {
    /** MQTT over TCP. */
    MQTT("mqtt"),
    /** MQTT in WebSocket frames (section 6 of MQTT 5.0). */
    WEBSOCKETS("websockets");

    private final String word;

    Protocol(String word) {
        this.word = word;
    }

    /** The word of the {@code protocol} line in a configuration file. */
    public String word() {
        return word;
    }
}
