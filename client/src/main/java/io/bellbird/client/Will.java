package io.bellbird.client;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.time.Duration;

/**
 * What the broker publishes when the client is gone without a good-bye.
 *
 * @param topic without wildcards
 * @param payload up to 65,535 bytes
 * @param delay how long the broker waits for the client to return; whole seconds up to 4,294,967,295, MQTT 5
 */
public record Will(String topic, Bytes payload, PublishOptions options, Duration delay) {
    /** Text, at once, with QoS 1. */
    public static Will of(String topic, String payload) {
        return new Will(topic, Bytes.utf8(payload), PublishOptions.QOS_1, Duration.ZERO);
    }

    private static final int PAYLOAD_BYTES_MAX = 65_535;
    private static final long DELAY_SECONDS_MAX = 0xFFFF_FFFFL;

    public Will {
        Texts.check("the topic of a will", topic);
        Topic.of(topic);
        if (payload.length() > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a will has at most " + PAYLOAD_BYTES_MAX + " bytes, not " + payload.length());
        }
        if (delay.isNegative() || delay.toSeconds() > DELAY_SECONDS_MAX) {
            throw new IllegalArgumentException("a will waits 0 to " + DELAY_SECONDS_MAX + " s, not " + delay);
        }
    }

    /** Kept by the broker for those who subscribe later. */
    public Will retained() {
        return new Will(topic, payload, options.retained(), delay);
    }

    /** Published only when the client has been away for that time. */
    public Will after(Duration absence) {
        return new Will(topic, payload, options, absence);
    }

    WillMessage onTheWire() {
        return new WillMessage(
                Topic.of(topic), options.qos(), options.retain(), payload, delay.toSeconds(), options.properties());
    }
}
