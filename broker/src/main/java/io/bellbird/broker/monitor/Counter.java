package io.bellbird.broker.monitor;

/** What is counted. Each way in which a message can be lost has a counter of its own. */
public enum Counter {
    /** CONNACK with SUCCESS was sent. */
    CLIENTS_CONNECTED(0, "connections/accepted"),
    /** A QoS 0 message found the receiver's waiting bytes above {@code outbox_bytes_max}. */
    DROPPED_OUTBOX_FULL(1, "dropped/outbox_full"),
    /** A message found the session's queue at its limit. */
    DROPPED_QUEUE_FULL(2, "dropped/queue_full"),
    /** A message's expiry passed before it was sent. */
    DROPPED_EXPIRED(3, "dropped/expired"),
    /** A message was larger than the receiver takes. */
    DROPPED_TOO_LARGE(4, "dropped/too_large"),
    /** A client may not publish what it sent or left as its will. */
    DROPPED_NOT_AUTHORIZED(5, "dropped/not_authorized"),
    /** A message found the session's queue at its limit, and its publisher was told. */
    REJECTED_QUEUE_FULL(6, "dropped/queue_full_rejected"),
    /** A message found the memory of the broker full, and many bytes waiting for its receiver. */
    DROPPED_MEMORY_FULL(7, "dropped/memory_full"),
    /** A message came while the store took nothing; its publisher was told, if it could be. */
    DROPPED_STORE_UNAVAILABLE(8, "dropped/store_unavailable"),
    /** An exception of our own ended a connection. */
    BUGS(9, "bugs"),
    /** A message waited for a client, or for its acknowledgement, when the session ended. */
    DROPPED_SESSION_ENDED(10, "dropped/session_ended"),
    /** A socket was accepted. */
    SOCKETS_OPENED(11, "sockets/opened"),
    /** A CONNECT packet came. */
    CONNECTS_RECEIVED(12, "connections/requested"),
    /** A session's expiry passed while it had no connection. */
    CLIENTS_EXPIRED(13, "clients/expired"),
    /** Bytes of MQTT, without what TLS and WebSocket add. */
    BYTES_RECEIVED(14, "bytes/received"),
    /** Bytes of MQTT that were handed to sockets, without what TLS and WebSocket add. */
    BYTES_SENT(15, "bytes/sent"),
    /** Packets of any type. */
    MESSAGES_RECEIVED(16, "messages/received"),
    /** Packets of any type. */
    MESSAGES_SENT(17, "messages/sent"),
    /** PUBLISH packets. */
    PUBLISH_RECEIVED(18, "publish/messages/received"),
    /** PUBLISH packets. */
    PUBLISH_SENT(19, "publish/messages/sent"),
    /** Payload bytes of PUBLISH packets. */
    PUBLISH_BYTES_RECEIVED(20, "publish/bytes/received"),
    /** Payload bytes of PUBLISH packets. */
    PUBLISH_BYTES_SENT(21, "publish/bytes/sent"),
    /** A message that a client subscribed to lies outside of the mount point that it came back to. */
    DROPPED_OUTSIDE_MOUNT_POINT(22, "dropped/outside_mount_point"),
    /** A connection was closed at once, since there were as many as may be. */
    CONNECTIONS_REFUSED(23, "connections/refused"),
    /** A client did not get a message to which it has subscribed, since it may not receive it. */
    WITHHELD_NOT_AUTHORIZED(24, "withheld/not_authorized"),
    /** A retained message was not given to a new subscriber, since its publisher may not publish it any more. */
    WITHHELD_SOURCE_NOT_AUTHORIZED(25, "withheld/source_not_authorized");

    private static final String LOSSES = "dropped/";

    private final int index;
    private final String topic;

    Counter(int index, String topic) {
        this.index = index;
        this.topic = topic;
    }

    int index() {
        return index;
    }

    /** Where it is published, below {@code $SYS/broker/}. */
    String topic() {
        return topic;
    }

    /** Whether it counts messages that somebody did not get. */
    boolean isLoss() {
        return topic.startsWith(LOSSES);
    }
}
