package io.bellbird.client;

/** The client was closed before this could be done, or the thread that waited for it was interrupted. */
public final class ClientClosedException extends MqttException {
    private static final long serialVersionUID = 1;

    ClientClosedException(String message) {
        super(message, null, null);
    }

    /** For whoever wants something of a client that is closed. */
    static ClientClosedException of(String clientId) {
        return new ClientClosedException("client " + clientId + " is closed; build another one");
    }
}
