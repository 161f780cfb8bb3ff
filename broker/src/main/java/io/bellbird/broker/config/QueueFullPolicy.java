package io.bellbird.broker.config;

import java.util.Locale;

/** What happens to a message for a session whose queue is full. The publisher learns of it only with REJECT. */
public enum QueueFullPolicy {
    /** The arriving message is dropped for this session alone, and counted. */
    DROP_NEWEST,
    /** The oldest waiting message that was not sent yet is dropped, and counted. */
    DROP_OLDEST,
    /** As DROP_NEWEST, and an MQTT 5 publisher is told 0x97 (Quota exceeded); others get the message all the same. */
    REJECT,
    /** As DROP_NEWEST, and the session's client, if connected, is disconnected, so that somebody notices. */
    DISCONNECT;

    /** The word of the {@code queue_full_policy} line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
