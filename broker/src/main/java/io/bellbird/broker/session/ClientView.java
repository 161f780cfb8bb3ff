package io.bellbird.broker.session;

import io.bellbird.broker.config.ListenerConfig;
import org.jspecify.annotations.Nullable;

/**
 * One session and its connection as those see them who watch the broker, at one moment. Immutable.
 *
 * @param stored whether the session may survive its connection, and a restart
 * @param expirySeconds how long it lives on after its connection, 0..4,294,967,295, which means for ever
 * @param willTopic where its will is published; null when it has none
 * @param connection null when its client is away
 */
public record ClientView(
        SessionView session,
        boolean stored,
        long expirySeconds,
        @Nullable String willTopic,
        @Nullable Agreed connection) {

    /**
     * What CONNECT and CONNACK have agreed on.
     *
     * @param listener that the client came to
     * @param certified it is known by its certificate
     * @param keepAliveSeconds 0..65535; 0 means none
     * @param cleanStart CONNECT wanted a new session
     * @param receiveMaximum QoS 1 and 2 messages that may be on their way to the client, 1..65535
     */
    public record Agreed(
            ListenerConfig listener, boolean certified, int keepAliveSeconds, boolean cleanStart, int receiveMaximum) {}
}
