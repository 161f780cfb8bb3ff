package io.bellbird.codec;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that a decoder refuses, and how.
 *
 * @param version null when they are the first that a server gets
 * @param fromClient who sends them
 * @param wire in the notation of {@link Wire}
 * @param reason of the error
 * @param statement of the error
 */
record Malformed(
        String name,
        @Nullable MqttVersion version,
        boolean fromClient,
        String wire,
        ReasonCode reason,
        String statement) {

    /** A decoder that is about to receive these bytes. */
    Decoder decoder() {
        if (version == null) {
            return Decoders.server();
        }
        return fromClient ? Decoders.connected(version) : Decoders.client(version);
    }

    @Override
    public String toString() {
        return (version == null ? "first: " : version + " ") + name;
    }
}
