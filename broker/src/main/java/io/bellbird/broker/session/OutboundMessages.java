package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Subscription;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionIdentifiers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a session on their way to its client: queued, in flight, or retained ones still to be looked for.
 * QoS 1 and 2 leave as the client's Receive Maximum and its outbox have room, each in the order in which it came.
 */
@ShardConfined
final class OutboundMessages {
    private static final Logger log = LoggerFactory.getLogger(OutboundMessages.class);

    /** QoS 1 and 2 wait in the queue while so many bytes wait for the client already. */
    private static final long OUTBOX_BYTES_ROOM = 256 * 1024;
    /** A session at its limit says so once in this time. */
    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Home home;
    private final Session session;
    private final Inflight inflight = new Inflight();
    private final OutboundQueue queue;
    private final RetainedDelivery retained;

    private long lastSequence;
    private long nextWarningNanos;

    /** Messages that count against the Receive Maximum of the connection. */
    private int onConnection;
    /** Messages in flight that leave when their packet ids are committed. */
    private int awaitingCommit;
    /** From here on the in-flight messages are still to be sent again on the connection; null when all were. */
    private @Nullable OutboundMessage resendFrom;

    OutboundMessages(Home home, Session session) {
        this.home = home;
        this.session = session;
        this.queue = new OutboundQueue(home);
        this.retained = new RetainedDelivery(home, session);
        this.nextWarningNanos = home.nowNanos();
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
        if (!next && isFull(publication)) {
            home.counters().increment(Counter.DROPPED_QUEUE_FULL);
            warn("has a full queue, its newest messages are dropped");
            return;
        }
        long sequence = session.isStored() ? ++lastSequence : 0;
        OutboundMessage message = new OutboundMessage(publication, qos, retain, identifiers, sequence);
        if (session.isStored()) {
            home.batch().enqueue(session.number(), message.toStored());
        }
        if (next) {
            sendFirstTime(to, message);
        } else {
            queue.add(message);
        }
    }

    private boolean isFull(Publication publication) {
        int messagesMax = home.config().maxQueuedMessages();
        long bytesMax = home.config().maxQueuedBytes();
        return (messagesMax > 0 && queue.count() >= messagesMax)
                || (bytesMax > 0 && queue.bytes() + publication.memoryBytes() > bytesMax);
    }

    private void warn(String text) {
        long now = home.nowNanos();
        if (now - nextWarningNanos >= 0) {
            nextWarningNanos = now + WARNING_INTERVAL_NANOS;
            log.warn(
                    "client={} {} queued_messages={} queued_bytes={}",
                    LogText.of(session.clientId()),
                    text,
                    queue.count(),
                    queue.bytes());
        }
    }

    /** The retained messages of a new subscription are to be sent. */
    void addRetained(Subscription subscription) {
        retained.add(subscription);
    }

    /** No more of them are to be sent. */
    void cancelRetained(Subscription subscription) {
        retained.cancel(subscription);
    }

    // Out

    /** CONNACK was sent: what is in flight is sent again, in order [MQTT-4.4.0-1], then what waits. */
    void resume() {
        onConnection = 0;
        resendFrom = inflight.first();
        for (OutboundMessage message = inflight.first(); message != null; message = message.next) {
            message.onConnection = false;
        }
        pump();
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
        while (resendFrom != null && hasRoom(to)) {
            OutboundMessage message = resendFrom;
            resendFrom = message.next;
            takeRoom(message);
            transmit(to, message);
        }
        while (resendFrom == null && !queue.isEmpty() && hasRoom(to)) {
            OutboundMessage message = queue.poll();
            if (message == null) {
                queue.readBack(session.number(), this::pump);
                return;
            }
            if (message.publication.isExpired(home.nowNanos())) {
                home.counters().increment(Counter.DROPPED_EXPIRED);
                dequeue(message);
            } else {
                sendFirstTime(to, message);
            }
        }
        retained.sendSlice();
    }

    /** Whether a message that came now could be sent at once, with nothing before it. */
    boolean isNext(Connection to) {
        return resendFrom == null && queue.isEmpty() && hasRoom(to);
    }

    private boolean hasRoom(Connection to) {
        return to.isOpen() && onConnection < to.receiveMaximum() && to.wire().waitingBytes() < OUTBOX_BYTES_ROOM;
    }

    private void takeRoom(OutboundMessage message) {
        message.onConnection = true;
        onConnection++;
    }

    private void sendAtMostOnce(
            Connection to, Publication publication, boolean retain, SubscriptionIdentifiers identifiers) {
        if (to.wire().waitingBytes() > home.config().outboxBytesMax()) {
            home.counters().increment(Counter.DROPPED_OUTBOX_FULL);
            warn("does not read fast enough, QoS 0 messages are dropped");
        } else if (!to.wire().publish(publication, 0, Qos.AT_MOST_ONCE, false, retain, identifiers)) {
            home.counters().increment(Counter.DROPPED_TOO_LARGE);
        }
    }

    private void sendFirstTime(Connection to, OutboundMessage message) {
        if (message.qos == Qos.AT_MOST_ONCE) {
            dequeue(message);
            sendAtMostOnce(to, message.publication, message.retain, message.identifiers);
            return;
        }
        inflight.add(message);
        takeRoom(message);
        if (session.isStored() && (message.qos == Qos.EXACTLY_ONCE || awaitingCommit > 0)) {
            home.batch().assignPacketId(session.number(), message.sequence, message.packetId);
            awaitingCommit++;
            home.afterCommit(() -> transmitCommitted(message));
        } else {
            transmit(to, message);
        }
    }

    /**
     * A QoS 2 PUBLISH of a stored session leaves once its packet id is safe, and what comes after it does not overtake
     * it; unless a new connection sent it since.
     */
    private void transmitCommitted(OutboundMessage message) {
        awaitingCommit--;
        Connection to = session.openConnection();
        if (to != null && !message.sent && message.onConnection) {
            to.isolated(() -> transmit(to, message));
            pump();
        }
    }

    private void transmit(Connection to, OutboundMessage message) {
        if (message.released) {
            to.send(new PubRel(message.packetId, ReasonCode.SUCCESS));
            return;
        }
        boolean duplicate = message.sent;
        message.sent = true;
        boolean fits = to.wire()
                .publish(
                        message.publication,
                        message.packetId,
                        message.qos,
                        duplicate,
                        message.retain,
                        message.identifiers);
        if (!fits) {
            home.counters().increment(Counter.DROPPED_TOO_LARGE);
            complete(message);
        }
    }

    // Acknowledgements

    /** PUBACK: a QoS 1 message is delivered [MQTT-4.3.2-3]. */
    void onPubAck(int packetId) {
        OutboundMessage message = inflight.get(packetId);
        if (message != null && message.qos == Qos.AT_LEAST_ONCE) {
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
        if (session.isStored()) {
            if (!message.released) {
                home.batch().release(session.number(), message.sequence);
            }
            home.afterCommit(() -> from.send(answer));
        } else {
            from.send(answer);
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
        if (resendFrom == message) {
            resendFrom = message.next;
        }
        inflight.remove(message);
        if (message.onConnection) {
            message.onConnection = false;
            onConnection--;
        }
        dequeue(message);
    }

    private void dequeue(OutboundMessage message) {
        if (session.isStored()) {
            home.batch().dequeue(session.number(), message.sequence);
        }
    }
}
