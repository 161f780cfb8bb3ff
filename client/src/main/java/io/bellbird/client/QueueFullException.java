package io.bellbird.client;

/** More messages wait to be sent than the queue may hold: {@link QueueOptions} says what happens then. */
public final class QueueFullException extends MqttException {
    private static final long serialVersionUID = 1;

    QueueFullException(String message) {
        super(message, null, null);
    }
}
