package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;

/** The thread of a shard, as the shard sees it. */
public interface ShardLoop {
    /** Makes the thread call {@link Shard#run} soon. */
    @AnyThread
    void wake();

    /** Makes the thread call {@link Shard#endTurn} when it has done what is at hand. Called by the thread itself. */
    void endTurnSoon();

    /**
     * Makes the thread call {@link Shard#run} at a time, in place of the time that was asked for before. Called by the
     * thread itself.
     *
     * @param deadlineNanos of the {@link ShardClock}
     */
    void runAt(long deadlineNanos);
}
