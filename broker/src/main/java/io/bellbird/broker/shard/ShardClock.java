package io.bellbird.broker.shard;

/** Time, as all shards of a broker see it. */
public interface ShardClock {
    /** Monotonic time in nanoseconds, from an arbitrary beginning. */
    long nanos();
}
