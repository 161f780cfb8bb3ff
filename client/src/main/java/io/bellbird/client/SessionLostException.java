package io.bellbird.client;

/** The broker has forgotten the session, so nobody knows whether a QoS 2 message has arrived. */
public final class SessionLostException extends MqttException {
    private static final long serialVersionUID = 1;

    SessionLostException(String message) {
        super(message, null, null);
    }
}
