package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import org.jspecify.annotations.Nullable;

/** A message for one session, from when it is queued until its delivery is complete. */
@ShardConfined
final class OutboundMessage {
    final Publication publication;
    final Qos qos;
    final boolean retain;
    final SubscriptionIdentifiers identifiers;
    /** What it counts against limits of bytes. */
    final int bytes;
    /** What the store has of it; null for a message of a session that is not stored. */
    @Nullable
    StoredMessage stored;

    /** The subscription by which a shared group handed it over; null for a message of the session's own queue. */
    @Nullable
    SharedSubscription shared;

    /** 1..65535 from when it enters the in-flight window, else 0. */
    int packetId;
    /** The store knows its packet id. */
    boolean assigned;
    /** A message of a group: it is not in the group's queue any more. */
    boolean dequeued;
    /** PUBLISH left at least once, so that the next one is a duplicate. */
    boolean sent;
    /** PUBREC came: from now on only PUBREL is sent. */
    boolean released;

    /** Neighbours in {@link Inflight}. */
    @Nullable
    OutboundMessage previous;

    @Nullable
    OutboundMessage next;

    /** A message of a session that is not stored. */
    OutboundMessage(Publication publication, Qos qos, boolean retain, SubscriptionIdentifiers identifiers) {
        this.publication = publication;
        this.qos = qos;
        this.retain = retain;
        this.identifiers = identifiers;
        this.bytes = bytes(publication);
        this.stored = null;
    }

    /** A message that the store has, or is about to have. */
    OutboundMessage(StoredMessage stored) {
        this.publication = stored.publication();
        this.qos = stored.qos();
        this.retain = stored.retain();
        this.identifiers = stored.identifiers();
        this.bytes = bytes(publication);
        this.stored = stored;
    }

    /**
     * A message that a shared group hands over.
     *
     * @param stored in the group's queue
     */
    OutboundMessage(
            StoredMessage stored,
            Qos qos,
            boolean retain,
            SubscriptionIdentifiers identifiers,
            SharedSubscription shared) {
        this.publication = stored.publication();
        this.qos = qos;
        this.retain = retain;
        this.identifiers = identifiers;
        this.bytes = bytes(publication);
        this.stored = stored;
        this.shared = shared;
    }

    /** As those see it who watch, once it is in flight. */
    SessionContents.OnItsWay onItsWay() {
        SessionContents.Stage stage = sent ? SessionContents.Stage.SENT : SessionContents.Stage.COMMITTING;
        return new SessionContents.OnItsWay(
                packetId,
                publication.topic().text(),
                qos,
                released ? SessionContents.Stage.RELEASED : stage,
                publication.payload().length());
    }

    /** It is a message of the session itself from now on. */
    void adopt(@Nullable StoredMessage own) {
        stored = own;
        shared = null;
        dequeued = false;
    }

    private static int bytes(Publication publication) {
        return Math.toIntExact(publication.memoryBytes());
    }
}
