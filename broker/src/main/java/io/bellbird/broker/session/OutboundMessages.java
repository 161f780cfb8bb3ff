package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Subscription;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.broker.watch.Traces;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionIdentifiers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a session on their way to its client: queued, handed over by shared groups, in flight, or retained
 * ones still to be looked for. QoS 1 and 2 leave as the client's Receive Maximum and its outbox have room, each in the
 * order in which it came.
 */
@ShardConfined
final class OutboundMessages {
    private final Home home;
    private final Session session;
    private final Assignments assignments = new Assignments();
    private final Inflight inflight;
    private final OutboundRoom room;
    private final OutboundQueue queue;
    private final QueueLimits limits;
    private final HandedMessages handed;
    private final RetainedDelivery retained;

    /** It was a group's message that was sent last, or looked for. */
    private boolean groupsHadTurn;
    /** Messages in flight that leave when their packet ids are committed. */
    private int awaitingCommit;
    /** Of those that wait, how many the client has: only their PUBREL is left to send. */
    private int arrived;
    /** Counts the times that the client went away. */
    private int departures;

    OutboundMessages(Home home, Session session) {
        this.home = home;
        this.session = session;
        this.inflight = new Inflight(home.memory(), home.gauges(), assignments::reserves);
        this.room = new OutboundRoom(home, inflight);
        this.queue = new OutboundQueue(home, session, session.number(), session.isStored());
        this.limits = new QueueLimits(home, queue, "client", session.clientId());
        this.handed = new HandedMessages(home, session, assignments, queue);
        this.retained = new RetainedDelivery(home, session);
    }

    /** The packet ids with which a start finds messages; the messages themselves are in the store. */
    void recover(List<Assignment> recovered) {
        recovered.forEach(assignment -> assignments.add(assignment, true));
        arrived = (int) recovered.stream()
                .filter(assignment -> assignment.queue() == session.number() && assignment.released())
                .count();
        queue.recover();
    }

    /** So much was in the queue when the broker started. */
    void counted(int count, long bytes) {
        queue.counted(count, bytes);
        dropOldest();
    }

    // For those who watch

    int queuedMessages() {
        return queue.count();
    }

    long queuedBytes() {
        return queue.bytes();
    }

    int inflightMessages() {
        return inflight.size();
    }

    long inflightBytes() {
        return inflight.bytes();
    }

    /** The first messages of the queue that are in memory. */
    List<SessionContents.Queued> firstQueued(int limit) {
        return queue.first(limit);
    }

    /** The oldest messages in flight. */
    List<SessionContents.OnItsWay> firstInflight(int limit) {
        List<SessionContents.OnItsWay> first = new ArrayList<>();
        for (OutboundMessage message = inflight.first();
                message != null && first.size() < limit;
                message = message.next) {
            first.add(message.onItsWay());
        }
        return first;
    }

    // In

    /** Takes a message with the QoS and RETAIN flag that this session gets. */
    void deliver(Publication publication, Qos qos, boolean retain, SubscriptionIdentifiers identifiers) {
        Connection to = session.openConnection();
        boolean queuesQos0 = session.isStored() && home.config().queueQos0Messages();
        boolean behindOthers = queuesQos0 && !queue.isEmpty();
        if (qos == Qos.AT_MOST_ONCE && to != null && !behindOthers) {
            sendAtMostOnce(to, publication, retain, identifiers);
        } else if (qos != Qos.AT_MOST_ONCE || queuesQos0) {
            sendOrQueue(to, publication, qos, retain, identifiers);
        }
    }

    private void sendOrQueue(
            @Nullable Connection to,
            Publication publication,
            Qos qos,
            boolean retain,
            SubscriptionIdentifiers identifiers) {
        boolean next = to != null && isNext(to);
        if (!next
                && !limits.admit(publication, session.isStored(), room.memoryBytesMax(to), this::disconnectForQuota)) {
            return;
        }
        OutboundMessage message = newMessage(publication, qos, retain, identifiers);
        if (next) {
            sendFirstTime(to, message);
        } else {
            tellQueued(publication, qos);
            queue.add(message, to != null && room.memoryBytesMax(to) == Long.MAX_VALUE);
            dropOldest();
        }
    }

    private void tellQueued(Publication publication, Qos qos) {
        Traces traces = home.traces();
        if (traces != null) {
            traces.queued(home.nowNanos(), session.clientId(), publication, qos);
        }
    }

    private OutboundMessage newMessage(
            Publication publication, Qos qos, boolean retain, SubscriptionIdentifiers identifiers) {
        if (!session.isStored()) {
            return new OutboundMessage(publication, qos, retain, identifiers);
        }
        StoredMessage stored =
                new StoredMessage(session.number(), home.newSequence(), publication, qos, retain, identifiers);
        home.batch().enqueue(stored);
        return new OutboundMessage(stored);
    }

    private void disconnectForQuota() {
        Connection to = session.openConnection();
        if (to != null) {
            to.disconnect(ReasonCode.QUOTA_EXCEEDED);
        }
    }

    /** Drops from the head of the queue what is above its limits; messages that have a packet id stay. */
    private void dropOldest() {
        limits.dropOldest(message -> !assignments.contains(message.stored), this::dequeue, this::pump);
    }

    private void onReadBack() {
        dropOldest();
        pump();
    }

    /** Memory is short: lets go of messages that lie in the store as well. */
    void releaseMemory() {
        if (session.isStored()) {
            queue.releaseWindow();
        }
    }

    /**
     * Looks whether the client has taken something since the last look.
     *
     * @return what waits for it in memory, in bytes, when it has taken nothing for long; else 0
     */
    long lookWhetherStalled() {
        return room.lookWhetherStalled(session.openConnection(), session.isStored() ? 0 : queue.bytes());
    }

    // Shared groups

    /** Whether the client has, or may have, a message of a shared group already. */
    boolean isAssigned(StoredMessage stored) {
        return assignments.contains(stored);
    }

    /** A shared group hands a message over. */
    void take(OutboundMessage message) {
        handed.add(message);
        pump();
    }

    /** A shared group hands over a message that {@link #isAssigned}. */
    void takeAgain(OutboundMessage message) {
        handed.addAgain(message);
        pump();
    }

    /** A message that {@link #isAssigned} will never come. */
    void forget(long group, long sequence) {
        assignments.remove(group, sequence);
    }

    /** The client leaves a shared group: what was not sent goes back, and all else is the session's own from now on. */
    void leave(SharedSubscription shared) {
        for (OutboundMessage message : inflight.all()) {
            if (message.shared == shared && message.sent) {
                handed.adopt(shared, message);
            } else if (message.shared == shared) {
                inflight.remove(message);
                room.acknowledged();
                shared.giveBack(message);
            }
        }
        arrived += handed.leave(shared);
    }

    // Retained messages

    /** The retained messages of a new subscription are to be sent. */
    void addRetained(Subscription subscription) {
        retained.add(subscription);
    }

    /** No more of them are to be sent. */
    void cancelRetained(Subscription subscription) {
        retained.cancel(subscription);
    }

    // Out

    /**
     * The client went away. What was in flight waits again, and keeps its packet ids: the store is told those that it
     * does not know. What shared groups handed over and was not sent goes back to them.
     */
    void pause() {
        List<OutboundMessage> waiting = new ArrayList<>(inflight.size());
        List<OutboundMessage> ofGroups = new ArrayList<>(0);
        for (OutboundMessage message : inflight.removeAll()) {
            room.acknowledged();
            if (message.shared == null) {
                arrived += message.released ? 1 : 0;
                waiting.add(message);
            } else {
                ofGroups.add(message);
            }
        }
        waiting.addAll(handed.pause(ofGroups));
        waiting.forEach(this::keepPacketId);
        queue.release(waiting);
        awaitingCommit = 0;
        departures++;
    }

    private void keepPacketId(OutboundMessage message) {
        StoredMessage stored = message.stored;
        if (stored != null) {
            assign(stored, message);
            assignments.add(stored, message);
        }
    }

    /** The session has ended, and its client went away before: what that has not got is lost, or goes back to a group. */
    void discard() {
        assert inflight.size() == 0 : session.clientId();
        handed.discard();
        queue.discard(-arrived);
        departures++;
    }

    /** Sends as much as there is room for; what fails there ends the connection. */
    void pump() {
        Connection to = session.openConnection();
        if (to != null) {
            try {
                pump(to);
            } catch (RuntimeException | AssertionError bug) {
                to.failed(bug);
            }
        }
    }

    private void pump(Connection to) {
        while (!isEmpty() && room.hasRoom(to)) {
            OutboundMessage message = poll();
            if (message == null) {
                return;
            }
            Assignment assignment = assignments.take(message.stored);
            if (assignment != null && assignments.isAcknowledged(message.qos, assignment)) {
                dequeue(message);
            } else if (!isPermitted(message, assignment)) {
                withhold(message, assignment);
            } else if (assignment != null) {
                sendAgain(to, message, assignment);
            } else if (home.isExpired(message.publication)) {
                lost(message.publication, Counter.DROPPED_EXPIRED);
                dequeue(message);
            } else {
                sendFirstTime(to, message);
            }
        }
        retained.sendSlice();
    }

    /** Rights may have changed while it waited, and the client may have another user name now. */
    private boolean isPermitted(OutboundMessage message, @Nullable Assignment assignment) {
        boolean arrivedBefore = assignment != null && assignment.released();
        return arrivedBefore || session.mayReceive(message.publication.topic());
    }

    /** What a group handed over, and nobody has, may go to another member. */
    private void withhold(OutboundMessage message, @Nullable Assignment assignment) {
        if (message.shared != null && assignment == null) {
            message.shared.giveBack(message);
        } else {
            lost(message.publication, Counter.WITHHELD_NOT_AUTHORIZED);
            dequeue(message);
        }
    }

    private boolean isEmpty() {
        return queue.isEmpty() && handed.isEmpty();
    }

    /** The next message, from the queue and from groups in turn; null when there is none in memory. */
    private @Nullable OutboundMessage poll() {
        groupsHadTurn = !groupsHadTurn;
        OutboundMessage next = groupsHadTurn ? handed.poll() : pollQueue();
        if (next != null) {
            return next;
        }
        return groupsHadTurn ? pollQueue() : handed.poll();
    }

    private @Nullable OutboundMessage pollQueue() {
        OutboundMessage next = queue.poll();
        if (next == null) {
            queue.readBack(this::onReadBack);
        }
        return next;
    }

    /** Whether a message that came now could be sent at once, with nothing before it. */
    boolean isNext(Connection to) {
        return isEmpty() && room.hasRoom(to);
    }

    private void sendAtMostOnce(
            Connection to, Publication publication, boolean retain, SubscriptionIdentifiers identifiers) {
        if (!room.hasRoomAtMostOnce(to)) {
            lost(publication, Counter.DROPPED_OUTBOX_FULL);
            limits.warn("does not read fast enough, QoS 0 messages are dropped");
        } else {
            Counter loss = to.publish(publication, 0, Qos.AT_MOST_ONCE, false, retain, identifiers);
            if (loss != null) {
                lost(publication, loss);
            }
        }
    }

    /** A message that was in flight before the client went away keeps its packet id [MQTT-4.4.0-1]. */
    private void sendAgain(Connection to, OutboundMessage message, Assignment assignment) {
        message.packetId = assignment.packetId();
        message.assigned |= message.shared == null;
        message.sent = assignments.wasSent(assignment.packetId());
        message.released = assignment.released();
        arrived -= message.released && message.shared == null ? 1 : 0;
        inflight.restore(message);
        if (awaitingCommit > 0 || !message.sent) {
            transmitInTurn(to, message);
        } else {
            transmit(to, message);
        }
    }

    private void sendFirstTime(Connection to, OutboundMessage message) {
        if (message.qos == Qos.AT_MOST_ONCE) {
            dequeue(message);
            sendAtMostOnce(to, message.publication, message.retain, message.identifiers);
            return;
        }
        inflight.add(message);
        boolean mustBeSafe = message.shared == null ? bind(message) : bindShared(message.shared, message);
        if (mustBeSafe || awaitingCommit > 0) {
            transmitInTurn(to, message);
        } else {
            transmit(to, message);
        }
    }

    /** Stores the packet id when the message may leave only with it. */
    private boolean bind(OutboundMessage message) {
        StoredMessage stored = message.stored;
        if (stored == null || (message.qos != Qos.EXACTLY_ONCE && awaitingCommit == 0)) {
            return false;
        }
        assign(stored, message);
        return true;
    }

    /**
     * A QoS 2 message of a group must not go to another client any more [MQTT-4.8.2-4]: it is known to be this one's, or
     * is not in the group's queue any more when the session ends with its connection.
     */
    private boolean bindShared(SharedSubscription shared, OutboundMessage message) {
        if (message.qos != Qos.EXACTLY_ONCE) {
            return false;
        }
        if (session.isStored()) {
            assign(message.stored, message);
            return true;
        }
        return !shared.withdraw(message);
    }

    private void assign(StoredMessage stored, OutboundMessage message) {
        if (!message.assigned) {
            message.assigned = true;
            home.batch().assignPacketId(stored, session.number(), message.packetId);
        }
    }

    /**
     * A QoS 2 PUBLISH of a stored session leaves once it counts and its packet id is safe, and what comes after it does
     * not overtake it.
     */
    private void transmitInTurn(Connection to, OutboundMessage message) {
        awaitingCommit++;
        int departuresBefore = departures;
        home.afterSettled(message.publication, to.durability(), () -> {
            if (departuresBefore == departures) {
                awaitingCommit--;
                if (inflight.get(message.packetId) == message) {
                    to.isolated(() -> transmit(to, message));
                }
                pump();
            }
        });
    }

    private void transmit(Connection to, OutboundMessage message) {
        if (message.released) {
            to.send(new PubRel(message.packetId, ReasonCode.SUCCESS));
            return;
        }
        boolean duplicate = message.sent;
        message.sent = true;
        Counter loss = to.publish(
                message.publication, message.packetId, message.qos, duplicate, message.retain, message.identifiers);
        if (loss != null) {
            lost(message.publication, loss);
            complete(message);
        }
    }

    private void lost(Publication publication, Counter cause) {
        Watchers.lost(home, session.clientId(), publication, cause);
    }

    // Acknowledgements

    /** PUBACK: a QoS 1 message is delivered [MQTT-4.3.2-3]. */
    void onPubAck(int packetId) {
        OutboundMessage message = inflight.get(packetId);
        if (message == null) {
            assignments.acknowledge(packetId);
        } else if (message.qos == Qos.AT_LEAST_ONCE && message.sent) {
            complete(message);
            pump();
        }
    }

    /**
     * PUBREC: a QoS 2 message has arrived, or was refused.
     *
     * @return whether such a message was in flight
     */
    boolean onPubRec(Connection from, int packetId, ReasonCode reason) {
        OutboundMessage message = inflight.get(packetId);
        if (message == null || message.qos != Qos.EXACTLY_ONCE || !message.sent) {
            return false;
        }
        if (reason.isError()) {
            complete(message);
            pump();
        } else {
            release(from, message);
        }
        return true;
    }

    private void release(Connection from, OutboundMessage message) {
        PubRel answer = new PubRel(message.packetId, ReasonCode.SUCCESS);
        if (message.stored == null || !session.isStored()) {
            from.send(answer);
        } else {
            if (!message.released) {
                home.batch().release(message.stored);
            }
            from.afterCommit(() -> from.send(answer));
        }
        message.released = true;
    }

    /** PUBCOMP: a QoS 2 message is delivered. */
    void onPubComp(int packetId) {
        OutboundMessage message = inflight.get(packetId);
        if (message != null && message.released) {
            complete(message);
            pump();
        }
    }

    private void complete(OutboundMessage message) {
        inflight.remove(message);
        room.acknowledged();
        dequeue(message);
    }

    private void dequeue(OutboundMessage message) {
        if (message.shared != null) {
            message.shared.done(message);
        } else if (message.stored != null && session.isStored()) {
            home.batch().dequeue(message.stored);
        }
    }
}
