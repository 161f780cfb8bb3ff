package io.bellbird.codec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a message that travel with it from publisher to subscriber unaltered (section 3.3.2.3), in
 * PUBLISH and in a Will. MQTT 3 messages have {@link #NONE}.
 *
 * @param utf8Payload the Payload Format Indicator is 1: the payload is UTF-8 text
 * @param expiryIntervalSeconds Message Expiry Interval, 0..4,294,967,295, or {@link #NO_EXPIRY}
 * @param contentType or null
 * @param responseTopic topic name without wildcards [MQTT-3.3.2-14], or null
 * @param correlationData or null
 * @param userProperties in the order in which they were sent [MQTT-3.3.2-18]
 */
public record PublishProperties(
        boolean utf8Payload,
        long expiryIntervalSeconds,
        @Nullable String contentType,
        @Nullable String responseTopic,
        @Nullable Bytes correlationData,
        List<UserProperty> userProperties) {

    /** The message does not expire. */
    public static final long NO_EXPIRY = -1;
    /** No properties at all. */
    public static final PublishProperties NONE = new PublishProperties(false, NO_EXPIRY, null, null, null, List.of());

    public PublishProperties {
        if (expiryIntervalSeconds < NO_EXPIRY || expiryIntervalSeconds > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("expiryIntervalSeconds " + expiryIntervalSeconds);
        }
        userProperties = List.copyOf(userProperties);
    }

    /** Whether the message has an expiry. */
    public boolean expires() {
        return expiryIntervalSeconds != NO_EXPIRY;
    }
}
