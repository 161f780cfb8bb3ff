package io.bellbird.client;

/** No answer to a request came in time. */
public final class RequestTimeoutException extends MqttException {
    private static final long serialVersionUID = 1;

    RequestTimeoutException(String message) {
        super(message, null, null);
    }
}
