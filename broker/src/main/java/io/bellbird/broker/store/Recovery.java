package io.bellbird.broker.store;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.Publication;

/**
 * Takes in what a store kept, at the start of a broker. All but the counts come before {@code recover} returns, and the
 * groups before the sessions.
 */
public interface Recovery {
    /** A session that is kept; also one whose expiry has passed meanwhile. */
    void session(RecoveredSession session);

    /** A shared group that is kept; its members are sessions. */
    void group(GroupRecord group);

    /** A retained message that is kept, perhaps expired. */
    void retained(Publication publication);

    /**
     * How much lay in a queue when the store was opened, for each queue that was not empty. Comes once for each, maybe
     * long after {@code recover} returned.
     *
     * @param queue number of the session or group
     * @param bytes what the messages count in memory
     */
    @AnyThread
    void queue(long queue, int count, long bytes);

    /** All queues were told. */
    @AnyThread
    void counted();
}
