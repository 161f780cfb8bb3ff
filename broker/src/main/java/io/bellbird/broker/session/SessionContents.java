package io.bellbird.broker.session;

import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;

/**
 * What is in a session, at one moment: of each kind no more than can be shown. Immutable.
 *
 * @param queuedMessages that wait, in memory or in the store
 * @param queuedBytes what those count
 * @param queue the first of those that are in memory; of a client that is away there are none if its session is stored
 * @param inflightMessages that were sent and are not acknowledged to the end
 * @param inflight the oldest of them
 * @param subscriptionCount shared ones included
 * @param subscriptions by filter; any of them when there are more
 */
public record SessionContents(
        long queuedMessages,
        long queuedBytes,
        List<Queued> queue,
        int inflightMessages,
        List<OnItsWay> inflight,
        int subscriptionCount,
        List<Subscribed> subscriptions) {
    /** Messages of the queue, and in flight, that are shown. */
    public static final int MESSAGES_MAX = 100;
    /** Subscriptions that are shown. */
    public static final int SUBSCRIPTIONS_MAX = 1_000;

    public SessionContents {
        queue = List.copyOf(queue);
        inflight = List.copyOf(inflight);
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * A message that waits.
     *
     * @param bytes of its payload
     */
    public record Queued(String topic, Qos qos, boolean retain, int bytes) {}

    /**
     * A message in flight.
     *
     * @param packetId 1..65535
     * @param bytes of its payload
     */
    public record OnItsWay(int packetId, String topic, Qos qos, Stage stage, int bytes) {}

    /** How far a message in flight has got. */
    public enum Stage {
        /** PUBLISH leaves when its packet id is committed. */
        COMMITTING,
        /** PUBLISH has left, the client has not answered. */
        SENT,
        /** At QoS 2 the client has it; PUBCOMP is missing. */
        RELEASED
    }

    /**
     * A subscription.
     *
     * @param filter of a shared one with {@code $share/NAME/}
     * @param identifier 1..268,435,455, or 0 for none
     * @param shared whether it is one to a shared group
     */
    public record Subscribed(String filter, SubscriptionOptions options, int identifier, boolean shared) {}
}
