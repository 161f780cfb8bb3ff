package io.bellbird.broker.net;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.ProxyProtocol;
import io.netty.buffer.ByteBuf;

/** What a client speaks, by its first bytes. */
enum FirstWords {
    /** A record of a handshake (RFC 8446, section 5.1). */
    TLS("TLS"),
    /** CONNECT [MQTT-3.1.0-1]. */
    MQTT("MQTT"),
    /** The method of a request: capital letters. */
    HTTP("HTTP"),
    /** {@link ProxyHeader}, version 1. */
    PROXY_1("version 1 of the PROXY protocol"),
    /** {@link ProxyHeader}, version 2. */
    PROXY_2("version 2 of the PROXY protocol"),
    UNKNOWN("something else");

    private static final int HANDSHAKE_RECORD = 0x16;
    private static final int CONNECT = 0x10;

    private final String text;

    FirstWords(String text) {
        this.text = text;
    }

    /** @param bytes at least one */
    static FirstWords of(ByteBuf bytes) {
        byte first = bytes.getByte(bytes.readerIndex());
        return switch (first) {
            case HANDSHAKE_RECORD -> TLS;
            case CONNECT -> MQTT;
            case '\r' -> ProxyHeader.looksLikeBlock(bytes) ? PROXY_2 : UNKNOWN;
            case 'P' -> ProxyHeader.looksLikeLine(bytes) ? PROXY_1 : HTTP;
            default -> first >= 'A' && first <= 'Z' ? HTTP : UNKNOWN;
        };
    }

    /** For the log. */
    String text() {
        return text;
    }

    boolean isProxy() {
        return this == PROXY_1 || this == PROXY_2;
    }

    /** What is wrong when a PROXY header comes where the listener expects none, or none any more, as a sentence. */
    String unexpectedProxy(ListenerConfig listener) {
        return listener.proxyProtocol() == ProxyProtocol.NONE
                ? "this looks like the PROXY protocol: set enable_proxy_protocol " + (this == PROXY_1 ? 1 : 2)
                        + " below 'listener " + listener.name() + "', and let nobody but the proxy reach it"
                : "a second PROXY header follows the first: let only the proxy next to the broker send one";
    }
}
