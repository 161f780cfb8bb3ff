package io.bellbird.broker.routing;

import io.bellbird.codec.Topic;

/**
 * Whom messages are delivered to; a session is one. Belongs to one shard and is called by its thread only. Equal
 * subscribers are one and the same: of overlapping subscriptions they get one copy.
 */
public interface Subscriber {
    /** The client id; never empty, never changes. */
    String clientId();

    /**
     * Whether messages on a topic may be delivered to it. The answer is kept with the route of the topic until {@link
     * SubscriptionTree#rightsChanged}.
     */
    boolean mayReceive(Topic topic);

    /**
     * Takes a message. It may still come after the subscriber's last unsubscribe: a route that is being walked when a
     * delivery ends a session keeps its receivers.
     *
     * @param receiver what this subscriber's matching subscriptions ask for, already fit for the publisher
     */
    void deliver(Publication publication, Receiver receiver);

    /** Our bug while delivering to it: it pays alone. */
    void failed(Throwable bug);
}
