package io.bellbird.console.status;

import org.jspecify.annotations.Nullable;

/**
 * Why messages are not delivered, for one cause of the metrics.
 *
 * @param isMeant it is what somebody configured or asked for
 * @param link a place of the page where more is to be seen; null for none
 */
record Loss(boolean isMeant, String why, String mend, @Nullable String link) {
    private static final String CLIENTS = "#/clients";
    private static final String SECURITY = "#/security";

    /** @param cause as docs/sys-topics.md lists them, below {@code dropped/} */
    static Loss of(String cause) {
        return switch (cause) {
            case "outbox_full" ->
                new Loss(
                        false,
                        "A client took QoS 0 messages more slowly than they came, and had outbox_bytes_max before it.",
                        "See who is slow; publish what must arrive with QoS 1, or raise outbox_bytes_max.",
                        CLIENTS);
            case "queue_full", "queue_full_rejected" ->
                new Loss(
                        false,
                        "A session's queue was at max_queued_messages or max_queued_bytes.",
                        "See whose queue it is: a client that is away or slow. End its session if it will not come"
                                + " back, let messages expire, or raise the limit.",
                        CLIENTS);
            case "expired" ->
                new Loss(
                        true,
                        "Their publisher let them expire before the receiver came for them.",
                        "Nothing, if that is meant; else give them a longer expiry.",
                        null);
            case "too_large" ->
                new Loss(
                        true,
                        "They were larger than the receiver said that it takes.",
                        "Let the receiver take larger packets (Maximum Packet Size), or publish smaller ones.",
                        null);
            case "not_authorized" ->
                new Loss(
                        true,
                        "Their publisher may not publish to that topic.",
                        "The audit log says who it was and which rule refused; change the rule if it should.",
                        SECURITY);
            case "memory_full" ->
                new Loss(
                        false,
                        "The memory for messages was full, and their receiver had much before it.",
                        "See who is slow or away; limit queues, or raise memory_limit.",
                        CLIENTS);
            case "store_unavailable" ->
                new Loss(
                        false,
                        "The store took nothing at that time.",
                        "Look at the disk of persistence_location, and in the log.",
                        null);
            case "session_ended" ->
                new Loss(
                        true,
                        "They waited for a client whose session ended.",
                        "Nothing, if that is meant; else give the session a longer expiry, and connect without Clean"
                                + " Start.",
                        CLIENTS);
            case "outside_mount_point" ->
                new Loss(
                        true,
                        "Their receiver came back to a listener with another mount_point.",
                        "Let each client come to the same listener.",
                        null);
            default -> new Loss(false, "docs/sys-topics.md says what this cause is.", "See what it says there.", null);
        };
    }
}
