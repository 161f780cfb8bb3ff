package io.bellbird.client;

import io.bellbird.codec.ReasonCode;
import org.jspecify.annotations.Nullable;

/** No broker let the client in, or none could be reached. */
public final class ConnectFailedException extends MqttException {
    private static final long serialVersionUID = 1;

    ConnectFailedException(String message, @Nullable ReasonCode reason, @Nullable Throwable cause) {
        super(message, reason, cause);
    }
}
