package io.bellbird.broker.routing;

/**
 * Whom messages are delivered to; a session is one. Belongs to one shard and is called by its thread only. Equal
 * subscribers are one and the same: of overlapping subscriptions they get one copy.
 */
public interface Subscriber {
    /** The client id; never empty, never changes. */
    String clientId();

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
