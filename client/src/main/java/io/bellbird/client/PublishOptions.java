package io.bellbird.client;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a message is published, and what travels with it. Begin with one of the constants:
 * {@code PublishOptions.QOS_1.retained().contentType("application/json")}.
 *
 * @param retain the broker keeps the message for those who subscribe later
 * @param properties left out in MQTT 3
 */
public record PublishOptions(Qos qos, boolean retain, PublishProperties properties) {
    /** At most once. */
    public static final PublishOptions QOS_0 = of(Qos.AT_MOST_ONCE);
    /** At least once; what holds when nothing is said. */
    public static final PublishOptions QOS_1 = of(Qos.AT_LEAST_ONCE);
    /** Exactly once. */
    public static final PublishOptions QOS_2 = of(Qos.EXACTLY_ONCE);

    private static final int DATA_BYTES_MAX = 65_535;
    private static final long EXPIRY_SECONDS_MAX = 0xFFFF_FFFFL;

    public PublishOptions {
        Texts.check("the content type", properties.contentType());
        Texts.check("the response topic", properties.responseTopic());
        Texts.check(properties.userProperties());
        if (properties.responseTopic() != null && !Topic.isName(properties.responseTopic())) { // [MQTT-3.3.2-14]
            throw new IllegalArgumentException("a response topic has no wildcard: " + properties.responseTopic());
        }
        Bytes data = properties.correlationData();
        if (data != null && data.length() > DATA_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "correlation data have at most " + DATA_BYTES_MAX + " bytes, not " + data.length());
        }
    }

    /** Nothing but a QoS. */
    public static PublishOptions of(Qos qos) {
        return new PublishOptions(qos, false, PublishProperties.NONE);
    }

    /** Kept by the broker for those who subscribe later. An empty payload deletes what was kept. */
    public PublishOptions retained() {
        return new PublishOptions(qos, true, properties);
    }

    /**
     * Of no use after that time, whether it waits here or at the broker.
     *
     * @param expiry 0 to 4,294,967,295 s; what is below a second is cut off
     */
    public PublishOptions expiringAfter(Duration expiry) {
        if (expiry.isNegative() || expiry.toSeconds() > EXPIRY_SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "a message expires after 0 to " + EXPIRY_SECONDS_MAX + " s, not " + expiry);
        }
        return with(new PublishProperties(
                properties.utf8Payload(),
                expiry.toSeconds(),
                properties.contentType(),
                properties.responseTopic(),
                properties.correlationData(),
                properties.userProperties()));
    }

    /** The payload is UTF-8 text; brokers may check it. */
    public PublishOptions text() {
        return with(new PublishProperties(
                true,
                properties.expiryIntervalSeconds(),
                properties.contentType(),
                properties.responseTopic(),
                properties.correlationData(),
                properties.userProperties()));
    }

    /** What the payload is, such as {@code application/json}. */
    public PublishOptions contentType(String contentType) {
        return with(new PublishProperties(
                properties.utf8Payload(),
                properties.expiryIntervalSeconds(),
                contentType,
                properties.responseTopic(),
                properties.correlationData(),
                properties.userProperties()));
    }

    /**
     * Where an answer is to be sent, and what it has to carry. {@link MqttClient#request} does this by itself.
     *
     * @param topic without wildcards
     */
    public PublishOptions answeredAt(String topic, Bytes correlationData) {
        return with(new PublishProperties(
                properties.utf8Payload(),
                properties.expiryIntervalSeconds(),
                properties.contentType(),
                topic,
                correlationData,
                properties.userProperties()));
    }

    /** What tells the receiver to which of its questions, or of what else it knows, this belongs. */
    public PublishOptions correlatedWith(Bytes data) {
        return with(new PublishProperties(
                properties.utf8Payload(),
                properties.expiryIntervalSeconds(),
                properties.contentType(),
                properties.responseTopic(),
                data,
                properties.userProperties()));
    }

    /** One more name and value; names may repeat. */
    public PublishOptions userProperty(String name, String value) {
        List<UserProperty> more = new ArrayList<>(properties.userProperties());
        more.add(new UserProperty(name, value));
        return with(new PublishProperties(
                properties.utf8Payload(),
                properties.expiryIntervalSeconds(),
                properties.contentType(),
                properties.responseTopic(),
                properties.correlationData(),
                more));
    }

    private PublishOptions with(PublishProperties changed) {
        return new PublishOptions(qos, retain, changed);
    }
}
