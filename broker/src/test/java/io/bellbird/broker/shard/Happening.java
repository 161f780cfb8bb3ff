package io.bellbird.broker.shard;

import java.util.EnumSet;
import java.util.Set;

/** What simulated clients do, and what happens to them and their broker. */
enum Happening {
    CONNECT_3,
    CONNECT_5,
    CLEAN_START,
    CONNECT_REFUSED,
    TAKEOVER,
    NETWORK_LOST,
    DISCONNECT,
    DISCONNECT_WITH_WILL,
    WILL,
    WILL_DELAYED,
    SUBSCRIBE,
    SUBSCRIBE_WILDCARD,
    SUBSCRIBE_OVERLAPPING,
    SUBSCRIBE_AGAIN,
    SUBSCRIBE_IDENTIFIED,
    SUBSCRIBE_NO_LOCAL,
    SUBSCRIBE_WITHOUT_RETAINED,
    SUBSCRIBE_REFUSED,
    UNSUBSCRIBE,
    JOIN_GROUP,
    LEAVE_GROUP,
    PUBLISH_QOS_0,
    PUBLISH_QOS_1,
    PUBLISH_QOS_2,
    PUBLISH_AGAIN,
    PUBLISH_RETAINED,
    PUBLISH_EMPTY,
    PUBLISH_EXPIRING,
    PUBLISH_REFUSED,
    PUBLISHER_HELD,
    RECEIVE_MAXIMUM_REACHED,
    RECEIVED_AGAIN,
    SLOW_READER,
    OUTBOX_FULL,
    QUEUE_FULL,
    MESSAGE_EXPIRED,
    SESSION_EXPIRED,
    SESSION_ENDED,
    SHARD_FROZEN,
    STORE_SLOW,
    STORE_REFUSES,
    TIME_PASSES,
    RESTART,
    CRASH,
    CRASH_BEFORE_COMMIT,
    CRASH_WITHIN_COMMIT,
    CRASH_AFTER_COMMIT,
    CRASH_BEHIND_UNSETTLED;

    /** What a {@link Simulation} goes through. */
    static final Set<Happening> OF_SIMULATION =
            EnumSet.complementOf(EnumSet.of(JOIN_GROUP, LEAVE_GROUP, QUEUE_FULL, SESSION_ENDED, CRASH));

    /** What a {@link SharedSimulation} goes through. */
    static final Set<Happening> OF_GROUPS = EnumSet.of(
            JOIN_GROUP,
            LEAVE_GROUP,
            TAKEOVER,
            NETWORK_LOST,
            SESSION_ENDED,
            PUBLISH_QOS_0,
            PUBLISH_QOS_1,
            PUBLISH_QOS_2,
            PUBLISH_AGAIN,
            SLOW_READER,
            SHARD_FROZEN,
            STORE_SLOW,
            CRASH_BEFORE_COMMIT,
            CRASH_WITHIN_COMMIT,
            CRASH_AFTER_COMMIT);

    /** What a {@link ModelRun} goes through. */
    static final Set<Happening> OF_MODEL = EnumSet.of(
            CONNECT_3,
            CONNECT_5,
            CLEAN_START,
            TAKEOVER,
            NETWORK_LOST,
            DISCONNECT,
            DISCONNECT_WITH_WILL,
            WILL,
            WILL_DELAYED,
            SUBSCRIBE,
            SUBSCRIBE_WILDCARD,
            SUBSCRIBE_OVERLAPPING,
            SUBSCRIBE_AGAIN,
            SUBSCRIBE_IDENTIFIED,
            SUBSCRIBE_NO_LOCAL,
            SUBSCRIBE_WITHOUT_RETAINED,
            UNSUBSCRIBE,
            PUBLISH_QOS_0,
            PUBLISH_QOS_1,
            PUBLISH_QOS_2,
            PUBLISH_RETAINED,
            PUBLISH_EMPTY,
            PUBLISH_EXPIRING,
            RECEIVED_AGAIN,
            QUEUE_FULL,
            MESSAGE_EXPIRED,
            SESSION_EXPIRED,
            TIME_PASSES,
            RESTART,
            CRASH);

    /**
     * Where a crash came.
     *
     * @param commits that waited, of which the first
     * @param done were done
     */
    static Happening crashPoint(int commits, int done) {
        if (done == commits) {
            return commits == 0 ? CRASH : CRASH_AFTER_COMMIT;
        }
        return done == 0 ? CRASH_BEFORE_COMMIT : CRASH_WITHIN_COMMIT;
    }
}
