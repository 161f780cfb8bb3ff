package io.bellbird.broker.routing;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way from its publisher to its receivers. Shared by all shards.
 *
 * @param qos at which it was published; receivers may get less, never more
 * @param retain the RETAIN flag of the PUBLISH packet
 * @param publisher client id of the publisher, or "" when the broker itself publishes
 * @param username of the publisher, kept with retained messages only; null for all others and when it has none
 * @param arrivedNanos monotonic time of arrival; may be 0 when the message neither expires nor is retained, and
 *     when a retained one has come back from the store
 * @param number tells apart the QoS 2 messages that several shards store before they count; 0 for all others
 */
public record Publication(
        Topic topic,
        Qos qos,
        boolean retain,
        Bytes payload,
        PublishProperties properties,
        String publisher,
        @Nullable String username,
        long arrivedNanos,
        long number) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** What a message with nothing in it takes: its objects, here and in a queue. */
    private static final long OVERHEAD_BYTES = 300;

    /** A message that needs no number, of a publisher without a user name. */
    public Publication(
            Topic topic,
            Qos qos,
            boolean retain,
            Bytes payload,
            PublishProperties properties,
            String publisher,
            long arrivedNanos) {
        this(topic, qos, retain, payload, properties, publisher, null, arrivedNanos, 0);
    }

    /** The same message with a number. */
    public Publication numbered(long newNumber) {
        return new Publication(topic, qos, retain, payload, properties, publisher, username, arrivedNanos, newNumber);
    }

    /** The same message on another topic. */
    public Publication at(Topic other) {
        return new Publication(other, qos, retain, payload, properties, publisher, username, arrivedNanos, number);
    }

    /**
     * Whether its Message Expiry Interval has passed [MQTT-3.3.2-5]. An interval of 0 has passed at once; who can hand
     * a message on as it arrives does so without asking.
     *
     * @param nowNanos monotonic, of the same origin as {@link #arrivedNanos()}
     */
    public boolean isExpired(long nowNanos) {
        return properties.expires() && waitedNanos(nowNanos) >= properties.expiryIntervalSeconds() * NANOS_PER_SECOND;
    }

    /**
     * The Message Expiry Interval to send on: what was received less the whole seconds that the message has waited
     * [MQTT-3.3.2-6].
     *
     * @param nowNanos monotonic, of the same origin as {@link #arrivedNanos()}
     * @return seconds, 0..4,294,967,295, or {@link PublishProperties#NO_EXPIRY}
     */
    public long remainingExpirySeconds(long nowNanos) {
        if (!properties.expires()) {
            return PublishProperties.NO_EXPIRY;
        }
        return Math.max(0, properties.expiryIntervalSeconds() - waitedNanos(nowNanos) / NANOS_PER_SECOND);
    }

    /** What it counts in a queue, in bytes: its payload, its topic, and what any message takes. */
    public long memoryBytes() {
        return OVERHEAD_BYTES + topic.utf8().length + payload.length();
    }

    /** At least 0: another shard's reading of the clock may lie slightly before the arrival. */
    private long waitedNanos(long nowNanos) {
        return Math.max(0, nowNanos - arrivedNanos);
    }
}
