package io.bellbird.client;

import io.bellbird.codec.ReasonCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something could not be done. The message names broker, client id, topic or filter, and says what to do. */
public class MqttException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable ReasonCode reason;

    MqttException(String message, @Nullable ReasonCode reason, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What the broker said, if it said anything. */
    public Optional<ReasonCode> reason() {
        return Optional.ofNullable(reason);
    }
}
