package io.bellbird.app.mosquitto;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that is retained or on its way.
 *
 * @param qos at which it was published
 * @param retain the RETAIN flag with which it was published
 * @param properties without the expiry, which is {@code expires}
 * @param publisher client id, or "" when Mosquitto itself published it
 * @param username of the publisher; null when it had none, or it is not known
 * @param expires null for never
 */
public record MosquittoMessage(
        Topic topic,
        Qos qos,
        boolean retain,
        Bytes payload,
        PublishProperties properties,
        String publisher,
        @Nullable String username,
        @Nullable Instant expires) {

    MosquittoMessage withPayload(Bytes newPayload) {
        return new MosquittoMessage(topic, qos, retain, newPayload, properties, publisher, username, expires);
    }
}
