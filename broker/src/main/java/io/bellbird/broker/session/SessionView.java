package io.bellbird.broker.session;

import io.bellbird.codec.MqttVersion;
import org.jspecify.annotations.Nullable;

/**
 * A session as those see it who watch the broker, at one moment. Immutable.
 *
 * @param user the name that its client was accepted with; null for none, or when the broker has been started again since
 * @param address where its client is connected from; null when it is away
 * @param version of its client; null when it is away
 * @param forNanos since when its client is there, or away, at least 0
 * @param subscriptions shared ones included
 * @param queuedMessages that wait, in memory or in the store; those of shared groups are the group's
 * @param queuedBytes what those count
 * @param inflightMessages of QoS 1 and 2 that were sent and are not acknowledged to the end
 * @param inflightBytes what those count
 * @param waitingBytes that are written and that the client's socket has not taken
 * @param received PUBLISH packets from the client since it connected; 0 when it is away, as all that follow
 * @param receivedBytes of their payloads
 * @param sent PUBLISH packets to the client since it connected
 * @param sentBytes of their payloads
 * @param receivedRate PUBLISH packets from the client a second, since the broker was asked before
 * @param receivedBytesRate bytes of payloads a second
 * @param sentRate PUBLISH packets to the client a second
 * @param sentBytesRate bytes of payloads a second
 */
public record SessionView(
        String clientId,
        @Nullable String user,
        @Nullable String address,
        @Nullable MqttVersion version,
        long forNanos,
        int subscriptions,
        long queuedMessages,
        long queuedBytes,
        long inflightMessages,
        long inflightBytes,
        long waitingBytes,
        long received,
        long receivedBytes,
        long sent,
        long sentBytes,
        double receivedRate,
        double receivedBytesRate,
        double sentRate,
        double sentBytesRate) {

    /** Whether its client is there. */
    public boolean isConnected() {
        return address != null;
    }

    /** What its client has not taken yet, wherever it lies, in bytes. */
    public long behindBytes() {
        return queuedBytes + inflightBytes + waitingBytes;
    }
}
