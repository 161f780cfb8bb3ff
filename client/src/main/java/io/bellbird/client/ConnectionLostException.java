package io.bellbird.client;

/** The connection broke while a message of QoS 0 was being sent: it may have arrived, and is not sent again. */
public final class ConnectionLostException extends MqttException {
    private static final long serialVersionUID = 1;

    ConnectionLostException(String message) {
        super(message, null, null);
    }
}
