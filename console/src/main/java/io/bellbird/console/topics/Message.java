package io.bellbird.console.topics;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Utf8;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message in JSON; what is null is left out.
 *
 * @param time in milliseconds since 1970; null when the message was retained before the broker started
 * @param bytes of the whole payload
 * @param payload when it is text
 * @param payloadBase64 when it is not
 * @param truncated true when only the beginning of the payload is here
 * @param correlationData in Base64
 * @param userProperties each a name and a value
 * @param client who published it; null when nobody did by MQTT
 * @param user of the publisher, as far as it is kept: with retained messages
 */
record Message(
        String topic,
        int qos,
        boolean retain,
        @Nullable Long time,
        int bytes,
        @Nullable String payload,
        @Nullable String payloadBase64,
        @Nullable Boolean truncated,
        @Nullable String contentType,
        @Nullable String responseTopic,
        @Nullable String correlationData,
        @Nullable List<List<String>> userProperties,
        @Nullable Long expirySeconds,
        @Nullable String client,
        @Nullable String user) {
    private static final int UTF8_BYTES_PER_CHARACTER_MAX = 4;

    /** With the payload, as far as it is kept. */
    @AnyThread
    static Message of(Seen seen, WallTime time) {
        return of(seen, time, seen.publication().payload());
    }

    /** Without the payload when that is longer. */
    @AnyThread
    static Message brief(Seen seen, WallTime time, int payloadBytesMax) {
        return of(
                seen,
                time,
                seen.payloadBytes() > payloadBytesMax
                        ? null
                        : seen.publication().payload());
    }

    private static Message of(Seen seen, WallTime time, @Nullable Bytes payload) {
        Publication publication = seen.publication();
        PublishProperties properties = publication.properties();
        boolean cut = payload != null && !seen.isWhole();
        String text = payload == null ? null : text(payload, cut);
        return new Message(
                publication.topic().text(),
                publication.qos().level(),
                publication.retain(),
                seen.nanos() == 0 ? null : Long.valueOf(time.millis(seen.nanos())),
                seen.payloadBytes(),
                text,
                payload == null || text != null ? null : base64(payload),
                cut ? Boolean.TRUE : null,
                properties.contentType(),
                properties.responseTopic(),
                properties.correlationData() == null ? null : base64(properties.correlationData()),
                properties.userProperties().isEmpty()
                        ? null
                        : properties.userProperties().stream()
                                .map(property -> List.of(property.name(), property.value()))
                                .toList(),
                properties.expires() ? Long.valueOf(publication.remainingExpirySeconds(time.nowNanos())) : null,
                publication.publisher().isEmpty() ? null : publication.publisher(),
                publication.username());
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Whether a payload can be shown as text. */
    static boolean isText(Bytes payload) {
        return text(payload, false) != null;
    }

    /** @param cut whether the last character may be incomplete, and is left out then */
    private static @Nullable String text(Bytes payload, boolean cut) {
        Bytes whole = payload;
        for (int less = 1; cut && less < UTF8_BYTES_PER_CHARACTER_MAX && !Utf8.isValid(whole); less++) {
            whole = Bytes.wrap(Arrays.copyOf(payload.array(), payload.length() - less));
        }
        if (!Utf8.isValid(whole)) {
            return null;
        }
        String text = whole.toUtf8();
        return text.chars().allMatch(Message::isShown) ? text : null;
    }

    private static boolean isShown(int character) {
        return switch (character) {
            case '\t', '\n', '\r' -> true;
            default -> !Character.isISOControl(character);
        };
    }
}
