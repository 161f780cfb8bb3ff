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
    /** Its place in the stored queue, from 1; 0 when the session is not stored. */
    final long sequence;

    /** 1..65535 from when it enters the in-flight window, else 0. */
    int packetId;
    /** PUBLISH left at least once, so that the next one is a duplicate. */
    boolean sent;
    /** PUBREC came: from now on only PUBREL is sent. */
    boolean released;
    /** PUBLISH or PUBREL left on the current connection, so that it counts against the client's Receive Maximum. */
    boolean onConnection;

    /** Neighbours in {@link Inflight}. */
    @Nullable
    OutboundMessage previous;

    @Nullable
    OutboundMessage next;

    OutboundMessage(
            Publication publication, Qos qos, boolean retain, SubscriptionIdentifiers identifiers, long sequence) {
        this.publication = publication;
        this.qos = qos;
        this.retain = retain;
        this.identifiers = identifiers;
        this.sequence = sequence;
    }

    static OutboundMessage of(StoredMessage stored) {
        return new OutboundMessage(
                stored.publication(), stored.qos(), stored.retain(), stored.identifiers(), stored.sequence());
    }

    StoredMessage toStored() {
        return new StoredMessage(sequence, publication, qos, retain, identifiers);
    }

    /** What it counts against the limit of bytes. */
    long bytes() {
        return publication.memoryBytes();
    }
}
