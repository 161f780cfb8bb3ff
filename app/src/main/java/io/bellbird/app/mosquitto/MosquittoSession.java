package io.bellbird.app.mosquitto;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session.
 *
 * @param username from format 6 on; null when there is none or it is not known. Mosquitto 2.0 writes the name of
 *     another client, whole or in part, for a client without one
 * @param lastPacketId the packet id that Mosquitto used last, 0..65535
 * @param expiryIntervalSeconds 0..4,294,967,295 after its connection ends; the last means never, which is what the
 *     formats before 5 mean
 * @param expires when the session ends if the client does not come back; null when it has not begun to wait for that,
 *     or never ends, and before format 5
 * @param disconnected since when it has no connection, or when the file was written if it had one; before format 5
 *     only, else null
 * @param subscriptions in the order of the file
 * @param deliveries in the order in which they go on, each direction for itself
 */
public record MosquittoSession(
        String clientId,
        @Nullable String username,
        int lastPacketId,
        long expiryIntervalSeconds,
        @Nullable Instant expires,
        @Nullable Instant disconnected,
        List<MosquittoSubscription> subscriptions,
        List<MosquittoDelivery> deliveries) {

    /** The session does not end by itself. */
    public static final long NEVER = 0xFFFF_FFFFL;

    /** Copies the lists. */
    public MosquittoSession {
        subscriptions = List.copyOf(subscriptions);
        deliveries = List.copyOf(deliveries);
    }

    MosquittoSession with(List<MosquittoSubscription> newSubscriptions, List<MosquittoDelivery> newDeliveries) {
        return new MosquittoSession(
                clientId,
                username,
                lastPacketId,
                expiryIntervalSeconds,
                expires,
                disconnected,
                newSubscriptions,
                newDeliveries);
    }
}
