package io.bellbird.client;

/** The client was closed before this could be done. */
public final class ClientClosedException extends MqttException {
    private static final long serialVersionUID = 1;

    ClientClosedException(String message) {
        super(message, null, null);
    }
}
