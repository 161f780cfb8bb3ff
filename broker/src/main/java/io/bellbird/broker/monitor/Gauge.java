package io.bellbird.broker.monitor;

/** What there is at a moment, and so goes up and down. */
public enum Gauge {
    /** Sessions, connected or not. */
    SESSIONS(0),
    /** Sessions with a connection that was accepted. */
    CONNECTED(1),
    /** Subscriptions that are not shared. */
    SUBSCRIPTIONS(2),
    /** Shared subscriptions: one for each member and filter. */
    SHARED_SUBSCRIPTIONS(3),
    /** Messages that wait in queues, in memory or in the store. */
    QUEUED_MESSAGES(4),
    /** What those count, in bytes. */
    QUEUED_BYTES(5),
    /** QoS 1 and 2 messages that were sent to a connected client and are not acknowledged to the end. */
    INFLIGHT_MESSAGES(6),
    /** What those count, in bytes. */
    INFLIGHT_BYTES(7),
    /** Bytes of messages in memory, on which {@code memory_limit} is set. */
    HELD_BYTES(8),
    /** Retained messages, without those of the broker itself. Of the first shard, for all. */
    RETAINED_MESSAGES(9),
    /** What those count, in bytes. */
    RETAINED_BYTES(10);

    private final int index;

    Gauge(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }
}
