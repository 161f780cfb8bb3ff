package io.bellbird.console.topics;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;

/** Messages for tests. */
final class TestMessages {
    private TestMessages() {}

    static Publication message(String topic, String payload) {
        return message(topic, Bytes.utf8(payload));
    }

    static Publication message(String topic, int payloadBytes) {
        return message(topic, Bytes.wrap(new byte[payloadBytes]));
    }

    private static Publication message(String topic, Bytes payload) {
        return new Publication(
                Topic.of(topic), Qos.AT_LEAST_ONCE, false, payload, PublishProperties.NONE, "publisher", 0);
    }
}
