package io.bellbird.broker.store;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;

/**
 * A session as a start finds it; its queue is read when it is wanted.
 *
 * @param elapsedNanos time since it lost its connection, as far as the clocks can tell; 0 when it still had one
 * @param receivedIds packet ids of QoS 2 messages that came from the client and whose PUBREL did not
 * @param assignments the packet ids of messages to the client, by queue and sequence
 */
public record RecoveredSession(
        SessionRecord session,
        long elapsedNanos,
        List<Subscribed> subscriptions,
        List<Integer> receivedIds,
        List<Assignment> assignments) {

    /** Copies the lists. */
    public RecoveredSession {
        subscriptions = List.copyOf(subscriptions);
        receivedIds = List.copyOf(receivedIds);
        assignments = List.copyOf(assignments);
    }

    /**
     * A subscription of the session.
     *
     * @param filter as the client wrote it, {@code $share/...} included
     * @param identifier 1..268,435,455, or 0 for none
     */
    public record Subscribed(TopicFilter filter, SubscriptionOptions options, int identifier) {}

    /**
     * A message that was sent to the client, or was about to be, and has a packet id.
     *
     * @param queue number of the session or group in whose queue it lies
     * @param packetId 1..65535
     * @param released PUBREC came: only PUBREL is left to send
     */
    public record Assignment(long queue, long sequence, int packetId, boolean released) {}
}
