package io.bellbird.broker.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that survives its connection.
 *
 * @param number identifies it in the store, 48 bits; never used again for another session or group
 * @param expiryIntervalSeconds 0..4,294,967,295 after its connection ends; the last means never
 * @param connected whether it has a connection; if not, its expiry and the delay of its will count from when this is
 *     stored
 * @param will published when the connection ends badly, or when its delay has passed; null when there is none
 * @param dueWills of earlier connections, oldest first: they are on their way in, and not yet safe
 */
public record SessionRecord(
        long number,
        String clientId,
        long expiryIntervalSeconds,
        boolean connected,
        @Nullable StoredWill will,
        List<StoredWill> dueWills) {
    /** A session without a will. */
    public SessionRecord(long number, String clientId, long expiryIntervalSeconds, boolean connected) {
        this(number, clientId, expiryIntervalSeconds, connected, null, List.of());
    }
}
