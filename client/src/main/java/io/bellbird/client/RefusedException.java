package io.bellbird.client;

import io.bellbird.codec.ReasonCode;

/** The broker refused a message, a subscription or an unsubscription, or has said that it cannot take one. */
public final class RefusedException extends MqttException {
    private static final long serialVersionUID = 1;

    RefusedException(String message, ReasonCode reason) {
        super(message, reason, null);
    }
}
