package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What one shard counted since it started: each is a number of events that only grows. */
@ShardConfined
public final class Counters {
    private final long[] counts = new long[Counter.values().length];

    public void increment(Counter counter) {
        counts[counter.index()]++;
    }

    /**
     * Counts several at once.
     *
     * @param events at least 0
     */
    public void add(Counter counter, long events) {
        counts[counter.index()] += events;
    }

    public long get(Counter counter) {
        return counts[counter.index()];
    }

    /** Those that are not 0, as {@code key=value}. */
    @Override
    public String toString() {
        return Arrays.stream(Counter.values())
                .filter(counter -> get(counter) > 0)
                .map(counter -> counter.name().toLowerCase(Locale.ROOT) + "=" + get(counter))
                .collect(Collectors.joining(" "));
    }
}
