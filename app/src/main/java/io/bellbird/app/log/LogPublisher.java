package io.bellbird.app.log;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Topic;
import java.util.concurrent.CompletionStage;

/** The way into the broker for log lines. */
@FunctionalInterface
public interface LogPublisher {
    /** Publishes with QoS 0, not retained; never waits. The result is whether the broker took it. */
    CompletionStage<Boolean> publish(Topic topic, Bytes payload);
}
