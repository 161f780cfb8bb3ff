package io.bellbird.broker.store;

import io.bellbird.broker.ShardConfined;
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

    /** Removes a session with its subscriptions, queue, packet ids and will. */
    void removeSession(long session);

    /** Adds or replaces a subscription. */
    void putSubscription(long session, TopicFilter filter, SubscriptionOptions options, int identifier);

    void removeSubscription(long session, TopicFilter filter);

    /** Adds a shared group. */
    void putGroup(GroupRecord group);

    /** Removes a shared group with its queue. */
    void removeGroup(long group);

    /** Appends to the message's queue; sequence numbers grow. */
    void enqueue(StoredMessage message);

    /**
     * A queued message is about to be sent with this packet id, or was; at most once for a message.
     *
     * @param session number of the session to whose client it goes
     * @param packetId 1..65535
     */
    void assignPacketId(StoredMessage message, long session, int packetId);

    /** PUBREC came for a message that has a packet id here: only PUBREL is left to send. At most once for a message. */
    void release(StoredMessage message);

    /**
     * The message is delivered, or dropped. One that was not written yet never will be.
     *
     * @param message that was added to this or an earlier batch, or was read
     */
    void dequeue(StoredMessage message);

    /**
     * A message goes to another queue, or to the end of its own: to be called in place of {@link #enqueue} and {@link
     * #dequeue} for a message that is not delivered, so that there is no time at which neither is in the store.
     *
     * @param before that was added to this or an earlier batch, or was read
     * @param after not added yet
     */
    void replace(StoredMessage before, StoredMessage after);

    /** A QoS 2 PUBLISH with this packet id was received and is routed. */
    void putReceived(long session, int packetId);

    /** PUBREL came for it. */
    void removeReceived(long session, int packetId);

    /** The retained message of a topic was put or removed: what is retained at the time of the commit is kept. */
    void retainedChanged(Topic topic);

    /**
     * Every shard has handed in what this publication caused, and so for all numbered before it in its lane: their
     * queue entries count from now on. What a start finds of later ones it drops.
     *
     * @param publication its number
     */
    void settled(long publication);
}
