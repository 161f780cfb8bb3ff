package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packet ids of messages that were in flight when the client went away, by their places in the store: the messages
 * themselves are read again when it is back, and keep their ids [MQTT-4.4.0-1].
 */
@ShardConfined
final class Assignments {
    private final Map<Place, Assignment> byPlace = new HashMap<>(0);
    private final BitSet packetIds = new BitSet(0);
    /** Those of {@link #packetIds} whose messages had not left. */
    private final BitSet unsent = new BitSet(0);
    /** Those that the client acknowledged before they were sent again. */
    private final BitSet acknowledged = new BitSet(0);

    private record Place(long queue, long sequence) {}

    /** @param sent whether the message may have left */
    void add(Assignment assignment, boolean sent) {
        byPlace.put(new Place(assignment.queue(), assignment.sequence()), assignment);
        packetIds.set(assignment.packetId());
        unsent.set(assignment.packetId(), !sent);
        acknowledged.clear(assignment.packetId());
    }

    /**
     * Keeps the packet id of a message.
     *
     * @param stored what the store has of it
     */
    void add(StoredMessage stored, OutboundMessage message) {
        add(new Assignment(stored.queue(), stored.sequence(), message.packetId, message.released), message.sent);
    }

    /** Whether a message with this packet id, which {@link #take} gave, may have left. */
    boolean wasSent(int packetId) {
        return !unsent.get(packetId);
    }

    /** PUBACK came late, on the next connection. */
    void acknowledge(int packetId) {
        acknowledged.set(packetId, packetIds.get(packetId) && wasSent(packetId));
    }

    /**
     * Whether PUBACK came for this packet id.
     *
     * @param qos of the message
     * @param assignment that {@link #take} gave
     */
    boolean isAcknowledged(Qos qos, Assignment assignment) {
        return qos == Qos.AT_LEAST_ONCE && acknowledged.get(assignment.packetId());
    }

    boolean contains(@Nullable StoredMessage message) {
        return message != null && byPlace.containsKey(placeOf(message));
    }

    /** A message has gone to another queue, or to none. */
    void move(StoredMessage before, @Nullable StoredMessage after) {
        Assignment assignment = byPlace.remove(placeOf(before));
        if (assignment != null && after != null) {
            byPlace.put(
                    placeOf(after),
                    new Assignment(after.queue(), after.sequence(), assignment.packetId(), assignment.released()));
        } else if (assignment != null) {
            packetIds.clear(assignment.packetId());
        }
    }

    /** Gives a message its packet id back, which is not kept here any more; null when it had none. */
    @Nullable
    Assignment take(@Nullable StoredMessage message) {
        Assignment assignment = byPlace.isEmpty() || message == null ? null : byPlace.remove(placeOf(message));
        if (assignment != null) {
            packetIds.clear(assignment.packetId());
        }
        return assignment;
    }

    /** What is known of a message that {@link #contains} has. */
    Assignment get(StoredMessage message) {
        return byPlace.get(placeOf(message));
    }

    /** A message with a packet id is gone. */
    void remove(long queue, long sequence) {
        Assignment assignment = byPlace.remove(new Place(queue, sequence));
        if (assignment != null) {
            packetIds.clear(assignment.packetId());
        }
    }

    /** Whether a new message may not have this packet id. */
    boolean reserves(int packetId) {
        return packetIds.get(packetId);
    }

    private static Place placeOf(StoredMessage message) {
        return new Place(message.queue(), message.sequence());
    }
}
