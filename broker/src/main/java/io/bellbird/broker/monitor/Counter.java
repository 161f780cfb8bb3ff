package io.bellbird.broker.monitor;

/** What is counted. Each way in which a message can be lost has a counter of its own. */
public enum Counter {
    /** CONNACK with SUCCESS was sent. */
    CLIENTS_CONNECTED(0),
    /** A QoS 0 message found the receiver's waiting bytes above {@code outbox_bytes_max}. */
    DROPPED_OUTBOX_FULL(1),
    /** A message found the session's queue at its limit. */
    DROPPED_QUEUE_FULL(2),
    /** A message's expiry passed before it was sent. */
    DROPPED_EXPIRED(3),
    /** A message was larger than the receiver takes. */
    DROPPED_TOO_LARGE(4),
    /** A publisher was not authorised and its version cannot be told, or the will was not allowed. */
    DROPPED_NOT_AUTHORIZED(5),
    /** An exception of our own ended a connection. */
    BUGS(6);

    private final int index;

    Counter(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }
}
