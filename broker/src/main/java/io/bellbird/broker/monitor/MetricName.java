package io.bellbird.broker.monitor;

import java.util.Map;

/**
 * Under which name a figure is a metric; docs/metrics.md has the same table.
 *
 * @param name of the metric; several figures with labels may share it
 * @param labels that tell it from the others; may be empty
 * @param help what it counts, a sentence
 */
record MetricName(String name, Map<String, String> labels, String help) {
    /** Why a message was not given to somebody. */
    static final String CAUSE = "cause";

    private static final String DROPPED = "bellbird_messages_dropped_total";
    private static final String WITHHELD = "bellbird_messages_withheld_total";

    static MetricName of(Counter counter) {
        return switch (counter) {
            case SOCKETS_OPENED -> named("bellbird_sockets_opened_total", "Sockets that were accepted.");
            case CONNECTIONS_REFUSED ->
                named(
                        "bellbird_sockets_refused_total",
                        "Sockets that were closed at once, since there were as many as may be.");
            case CONNECTS_RECEIVED -> named("bellbird_connects_received_total", "CONNECT packets that came.");
            case CLIENTS_CONNECTED ->
                named("bellbird_connects_accepted_total", "CONNECT packets that were answered with success.");
            case CLIENTS_EXPIRED ->
                named("bellbird_sessions_expired_total", "Sessions that ended because their client stayed away.");
            case BYTES_RECEIVED -> named("bellbird_received_bytes_total", "Bytes of MQTT from clients.");
            case BYTES_SENT -> named("bellbird_sent_bytes_total", "Bytes of MQTT that were handed to sockets.");
            case MESSAGES_RECEIVED -> named("bellbird_packets_received_total", "Packets of any type from clients.");
            case MESSAGES_SENT -> named("bellbird_packets_sent_total", "Packets of any type to clients.");
            case PUBLISH_RECEIVED -> named("bellbird_publish_received_total", "PUBLISH packets from clients.");
            case PUBLISH_SENT -> named("bellbird_publish_sent_total", "PUBLISH packets to clients.");
            case PUBLISH_BYTES_RECEIVED ->
                named("bellbird_publish_received_bytes_total", "Payload bytes of PUBLISH packets from clients.");
            case PUBLISH_BYTES_SENT ->
                named("bellbird_publish_sent_bytes_total", "Payload bytes of PUBLISH packets to clients.");
            case BUGS -> named("bellbird_bugs_total", "Exceptions of the broker's own that ended a connection.");
            case DROPPED_OUTBOX_FULL -> dropped("outbox_full");
            case DROPPED_QUEUE_FULL -> dropped("queue_full");
            case REJECTED_QUEUE_FULL -> dropped("queue_full_rejected");
            case DROPPED_EXPIRED -> dropped("expired");
            case DROPPED_TOO_LARGE -> dropped("too_large");
            case DROPPED_NOT_AUTHORIZED -> dropped("not_authorized");
            case DROPPED_MEMORY_FULL -> dropped("memory_full");
            case DROPPED_STORE_UNAVAILABLE -> dropped("store_unavailable");
            case DROPPED_SESSION_ENDED -> dropped("session_ended");
            case DROPPED_OUTSIDE_MOUNT_POINT -> dropped("outside_mount_point");
            case WITHHELD_NOT_AUTHORIZED -> withheld("not_authorized");
            case WITHHELD_SOURCE_NOT_AUTHORIZED -> withheld("source_not_authorized");
        };
    }

    static MetricName of(Gauge gauge) {
        return switch (gauge) {
            case SESSIONS -> named("bellbird_sessions", "Sessions, connected or not.");
            case CONNECTED -> named("bellbird_sessions_connected", "Sessions with a connection that was accepted.");
            case SUBSCRIPTIONS -> named("bellbird_subscriptions", "Subscriptions that are not shared.");
            case SHARED_SUBSCRIPTIONS ->
                named("bellbird_shared_subscriptions", "Shared subscriptions, one for each member and filter.");
            case QUEUED_MESSAGES -> named("bellbird_queued_messages", "Messages that wait in queues.");
            case QUEUED_BYTES -> named("bellbird_queued_bytes", "What the messages in queues count.");
            case INFLIGHT_MESSAGES ->
                named("bellbird_inflight_messages", "QoS 1 and 2 messages that are not acknowledged to the end.");
            case INFLIGHT_BYTES -> named("bellbird_inflight_bytes", "What the messages in flight count.");
            case HELD_BYTES -> named("bellbird_memory_held_bytes", "Bytes of messages in memory.");
            case RETAINED_MESSAGES -> named("bellbird_retained_messages", "Retained messages of clients.");
            case RETAINED_BYTES -> named("bellbird_retained_bytes", "What the retained messages count.");
        };
    }

    static MetricName of(Distribution distribution) {
        return switch (distribution) {
            case PUBLISH_NANOS ->
                named("bellbird_publish_seconds", "Time of a PUBLISH inside the broker, of a sample of them.");
            case COMMIT_NANOS ->
                named("bellbird_commit_seconds", "Time until changes of a turn were committed, of a sample of them.");
            case QUEUE_DEPTH ->
                named("bellbird_queue_depth_messages", "Messages in a queue each time that one was added.");
        };
    }

    private static MetricName named(String name, String help) {
        return new MetricName(name, Map.of(), help);
    }

    private static MetricName dropped(String cause) {
        return new MetricName(DROPPED, Map.of(CAUSE, cause), "Messages that somebody did not get.");
    }

    private static MetricName withheld(String cause) {
        return new MetricName(WITHHELD, Map.of(CAUSE, cause), "Messages that somebody did not get for lack of rights.");
    }
}
