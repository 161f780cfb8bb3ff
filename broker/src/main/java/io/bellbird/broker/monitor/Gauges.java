package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;

/** What one shard has at the moment: sums that are kept where they change, so that nobody has to walk the sessions. */
@ShardConfined
public final class Gauges {
    private final long[] levels = new long[Gauge.values().length];

    /**
     * Raises a level, or lowers it.
     *
     * @param change negative when it falls
     */
    public void add(Gauge gauge, long change) {
        levels[gauge.index()] += change;
    }

    /** Messages came to a queue or, as negative numbers, left it. */
    public void queued(long messages, long bytes) {
        add(Gauge.QUEUED_MESSAGES, messages);
        add(Gauge.QUEUED_BYTES, bytes);
    }

    /** Messages are on their way to a client or, as negative numbers, no longer. */
    public void inflight(long messages, long bytes) {
        add(Gauge.INFLIGHT_MESSAGES, messages);
        add(Gauge.INFLIGHT_BYTES, bytes);
    }

    /** For what is counted elsewhere anyway. */
    public void set(Gauge gauge, long level) {
        levels[gauge.index()] = level;
    }

    /** The level now. */
    public long get(Gauge gauge) {
        return levels[gauge.index()];
    }
}
