package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.ReasonCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What one shard counted since it started: each is a number of events that only grows. */
@ShardConfined
public final class Counters {
    private final long[] counts = new long[Counter.values().length];
    private final Map<EndedConnection, Long> ends = new HashMap<>();
    private final Histogram[] histograms =
            Arrays.stream(Distribution.values()).map(Histogram::new).toArray(Histogram[]::new);

    /** A way to end, and why. */
    record EndedConnection(ConnectionEnd end, ReasonCode reason) {}

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

    /** A connection has ended. */
    public void ended(ConnectionEnd end, ReasonCode reason) {
        ends.merge(new EndedConnection(end, reason), 1L, Long::sum);
    }

    /** Connections that have ended so and for this reason. */
    public long get(ConnectionEnd end, ReasonCode reason) {
        return ends.getOrDefault(new EndedConnection(end, reason), 0L);
    }

    Map<EndedConnection, Long> ends() {
        return Map.copyOf(ends);
    }

    /**
     * Puts a value where those of its size are counted.
     *
     * @param value at least 0
     */
    public void record(Distribution distribution, long value) {
        histograms[distribution.index()].record(value);
    }

    long[] recorded(Distribution distribution) {
        return histograms[distribution.index()].copy();
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
