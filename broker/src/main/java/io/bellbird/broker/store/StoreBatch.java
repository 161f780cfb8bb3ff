package io.bellbird.broker.store;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;

/** Changes that become durable together, in the order in which they were added. */
@ShardConfined
public interface StoreBatch {

    /** How many changes it has; grows with each call below. */
    int size();

    /** Adds a session, or replaces what is known of it. */
    void putSession(SessionRecord session);

    /** Removes a session with its subscriptions, queue and received packet ids. */
    void removeSession(long session);

    /** Adds or replaces a subscription. */
    void putSubscription(long session, TopicFilter filter, SubscriptionOptions options, int identifier);

    void removeSubscription(long session, TopicFilter filter);

    /** Appends to a session's queue; sequence numbers grow. */
    void enqueue(long session, StoredMessage message);

    /** A queued QoS 2 message is about to be sent with this packet id. */
    void assignPacketId(long session, long sequence, int packetId);

    /** PUBREC came for a queued QoS 2 message: only PUBREL is left to send. */
    void release(long session, long sequence);

    /** The message is delivered, or dropped. */
    void dequeue(long session, long sequence);

    /** A QoS 2 PUBLISH with this packet id was received and is routed. */
    void putReceived(long session, int packetId);

    /** PUBREL came for it. */
    void removeReceived(long session, int packetId);

    /** Replaces the retained message of the publication's topic. */
    void putRetained(Publication publication);

    void removeRetained(Topic topic);
}
