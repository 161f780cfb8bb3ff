package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The packet ids of messages that were in flight when the client went away, by their places in the store: the messages
 * themselves are read again when it is back, and keep their ids [MQTT-4.4.0-1].
 */
@ShardConfined
final class Assignments {
    /** Null until there is one: most clients never go away with messages in flight. */
    private @Nullable Kept kept;

    private record Place(long queue, long sequence) {}

    private static final class Kept {
        private final Map<Place, Assignment> byPlace = new HashMap<>();
        private final BitSet packetIds = new BitSet();
        /** Those of {@link #packetIds} whose messages had not left. */
        private final BitSet unsent = new BitSet();
        /** Those that the client acknowledged before they were sent again. */
        private final BitSet acknowledged = new BitSet();

        @Nullable
        Assignment remove(Place place) {
            Assignment assignment = byPlace.remove(place);
            if (assignment != null) {
                packetIds.clear(assignment.packetId());
            }
            return assignment;
        }
    }

    /** @param sent whether the message may have left */
    void add(Assignment assignment, boolean sent) {
        if (kept == null) {
            kept = new Kept();
        }
        kept.byPlace.put(new Place(assignment.queue(), assignment.sequence()), assignment);
        kept.packetIds.set(assignment.packetId());
        kept.unsent.set(assignment.packetId(), !sent);
        kept.acknowledged.clear(assignment.packetId());
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
        return kept == null || !kept.unsent.get(packetId);
    }

    /** PUBACK came late, on the next connection. */
    void acknowledge(int packetId) {
        if (kept != null) {
            kept.acknowledged.set(packetId, kept.packetIds.get(packetId) && wasSent(packetId));
        }
    }

    /**
     * Whether PUBACK came for this packet id.
     *
     * @param qos of the message
     * @param assignment that {@link #take} gave
     */
    boolean isAcknowledged(Qos qos, Assignment assignment) {
        return qos == Qos.AT_LEAST_ONCE && kept != null && kept.acknowledged.get(assignment.packetId());
    }

    boolean contains(@Nullable StoredMessage message) {
        return kept != null && message != null && kept.byPlace.containsKey(placeOf(message));
    }

    /** A message has gone to another queue, or to none. */
    void move(StoredMessage before, @Nullable StoredMessage after) {
        Assignment assignment = kept == null ? null : kept.byPlace.remove(placeOf(before));
        if (kept != null && assignment != null && after != null) {
            kept.byPlace.put(
                    placeOf(after),
                    new Assignment(after.queue(), after.sequence(), assignment.packetId(), assignment.released()));
        } else if (kept != null && assignment != null) {
            kept.packetIds.clear(assignment.packetId());
        }
    }

    /** Gives a message its packet id back, which is not kept here any more; null when it had none. */
    @Nullable
    Assignment take(@Nullable StoredMessage message) {
        return kept == null || message == null ? null : kept.remove(placeOf(message));
    }

    /** What is known of a message that {@link #contains} has. */
    Assignment get(StoredMessage message) {
        return Objects.requireNonNull(kept).byPlace.get(placeOf(message));
    }

    /** A message with a packet id is gone. */
    void remove(long queue, long sequence) {
        if (kept != null) {
            kept.remove(new Place(queue, sequence));
        }
    }

    /** Whether a new message may not have this packet id. */
    boolean reserves(int packetId) {
        return kept != null && kept.packetIds.get(packetId);
    }

    private static Place placeOf(StoredMessage message) {
        return new Place(message.queue(), message.sequence());
    }
}
