package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that shared groups have handed to a session and that wait for room in its in-flight window, in order: for
 * the first time, or, when the client was away, once more. No more than the groups may hand over.
 */
@ShardConfined
final class HandedMessages {
    private final Home home;
    private final Session session;
    private final Assignments assignments;
    private final OutboundQueue queue;
    /** Null until there is one. */
    private @Nullable ArrayDeque<OutboundMessage> waiting;

    /** @param queue of the session, for messages that become its own */
    HandedMessages(Home home, Session session, Assignments assignments, OutboundQueue queue) {
        this.home = home;
        this.session = session;
        this.assignments = assignments;
        this.queue = queue;
    }

    boolean isEmpty() {
        return waiting == null || waiting.isEmpty();
    }

    void add(OutboundMessage message) {
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(message);
        home.memory().add(message.bytes);
    }

    /** Takes in a message of which a start found that the client has it, or may have. */
    void addAgain(OutboundMessage message) {
        Assignment assignment = assignments.get(message.stored);
        message.packetId = assignment.packetId();
        message.assigned = true;
        message.sent = true;
        message.released = assignment.released();
        add(message);
    }

    @Nullable
    OutboundMessage poll() {
        OutboundMessage first = waiting == null ? null : waiting.poll();
        if (first != null) {
            home.memory().remove(first.bytes);
        }
        return first;
    }

    private List<OutboundMessage> removeAll() {
        if (waiting == null) {
            return List.of();
        }
        List<OutboundMessage> all = List.copyOf(waiting);
        waiting = null;
        all.forEach(message -> home.memory().remove(message.bytes));
        return all;
    }

    /**
     * The client went away. What was not sent goes back to the groups; all else waits, and keeps its packet id.
     *
     * @param inflight messages of groups, in the order in which they were sent
     * @return those that have become the session's own: they wait here no longer
     */
    List<OutboundMessage> pause(List<OutboundMessage> inflight) {
        List<OutboundMessage> all = new ArrayList<>(inflight);
        all.addAll(removeAll());
        List<OutboundMessage> own = new ArrayList<>(0);
        for (OutboundMessage message : all) {
            if (message.shared == null) {
                own.add(message);
            } else if (assignments.contains(message.stored)) {
                add(message);
            } else if (message.sent || message.assigned) {
                assignments.add(message.stored, message);
                add(message);
            } else {
                message.shared.giveBack(message);
            }
        }
        return own;
    }

    /**
     * The client leaves a group: what waits goes back, or becomes the session's own if it was sent before.
     *
     * @return of how many only PUBREL is left to send
     */
    int leave(SharedSubscription shared) {
        int arrived = 0;
        for (OutboundMessage message : removeAll()) {
            if (message.shared != shared) {
                add(message);
            } else if (message.sent) {
                StoredMessage before = message.stored;
                adopt(shared, message);
                assignments.move(before, message.stored);
                arrived += message.released ? 1 : 0;
                add(message);
            } else {
                assignments.take(message.stored);
                shared.giveBack(message);
            }
        }
        return arrived;
    }

    /** Makes a message that was sent one of the session itself: its delivery is completed [MQTT-3.10.4-3]. */
    void adopt(SharedSubscription shared, OutboundMessage message) {
        StoredMessage own = null;
        if (session.isStored()) {
            own = new StoredMessage(
                    session.number(),
                    home.newSequence(),
                    message.publication,
                    message.qos,
                    message.retain,
                    message.identifiers);
            shared.replace(message, own);
            queue.passOver(own);
            if (message.assigned) {
                home.batch().assignPacketId(own, session.number(), message.packetId);
            }
            if (message.released) {
                home.batch().release(own);
            }
        }
        shared.done(message);
        message.adopt(own);
    }

    /** The session has ended: what others may have goes back to the groups. */
    void discard() {
        for (OutboundMessage message : removeAll()) {
            if (message.shared != null) {
                discard(message.shared, message);
            }
        }
    }

    private void discard(SharedSubscription shared, OutboundMessage message) {
        Assignment assignment = assignments.take(message.stored);
        if (assignment != null && assignments.isAcknowledged(message.qos, assignment)) {
            shared.done(message);
        } else if (message.qos == Qos.EXACTLY_ONCE && message.sent) {
            home.counters().add(Counter.DROPPED_SESSION_ENDED, message.released ? 0 : 1);
            shared.done(message); // nobody else may have it [MQTT-4.8.2-5]
        } else {
            shared.giveBack(message);
        }
    }
}
