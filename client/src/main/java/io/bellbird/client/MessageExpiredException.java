package io.bellbird.client;

/** The message waited here for longer than its expiry. */
public final class MessageExpiredException extends MqttException {
    private static final long serialVersionUID = 1;

    MessageExpiredException(String message) {
        super(message, null, null);
    }
}
