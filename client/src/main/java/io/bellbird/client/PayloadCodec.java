package io.bellbird.client;

import io.bellbird.codec.Bytes;

/**
 * Turns values into payloads and back. Called on callers' and callbacks' threads, several at a time.
 *
 * @param <T> the values
 */
public interface PayloadCodec<T> {
    /** The payload of a value; what it throws goes to who publishes. */
    Bytes encode(T value);

    /** The value of a payload; what it throws is logged with the topic, and the message is skipped. */
    T decode(Bytes payload);

    /** UTF-8 text. */
    static PayloadCodec<String> text() {
        return new PayloadCodec<>() {
            @Override
            public Bytes encode(String value) {
                return Bytes.utf8(value);
            }

            @Override
            public String decode(Bytes payload) {
                return payload.toUtf8();
            }
        };
    }
}
