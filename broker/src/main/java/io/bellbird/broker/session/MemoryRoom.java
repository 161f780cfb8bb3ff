package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;

/** What the sessions of a shard may hold of messages in memory, as {@code memory_limit} has room for it now. */
@ShardConfined
public interface MemoryRoom {
    /**
     * What one session may hold, in bytes, and at least one message: unlimited unless all together hold more than {@code
     * memory_limit}, and holding publishers has not helped.
     *
     * @param connected whether its client is there and may take them soon
     */
    long sessionBytesMax(boolean connected);

    /** The same for a session whose client is stalled while memory is scarce: all that waits for it counts. */
    long stalledBytesMax();

    /** A client took something that waited for it. */
    void clientTook();

    /**
     * Whether a client has taken nothing for too long.
     *
     * @param idleSinceNanos when it last took something, or nothing waited for it
     * @param idleNanos for how long that is, without times in which the shard was busy
     * @param waitingBytes what waits for it in memory
     */
    boolean isStalled(long idleSinceNanos, long idleNanos, long waitingBytes);

    /** Whether so much of {@code memory_limit} is used that clients which take nothing get no more. */
    boolean isScarce();
}
