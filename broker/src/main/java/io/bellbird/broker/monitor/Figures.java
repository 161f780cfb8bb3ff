package io.bellbird.broker.monitor;

import io.bellbird.broker.monitor.Counters.EndedConnection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was counted, and what there is, at one moment: of one shard, or of several together. Immutable. */
public final class Figures {
    private final long[] counts = new long[Counter.values().length];
    private final long[] levels = new long[Gauge.values().length];
    private final long[][] recorded = new long[Distribution.values().length][];
    private final Map<EndedConnection, Long> ends = new HashMap<>();

    private Figures() {
        for (Distribution distribution : Distribution.values()) {
            recorded[distribution.index()] = new long[distribution.cells()];
        }
    }

    /** Those of the calling shard, now. */
    public static Figures of(Counters counters, Gauges gauges) {
        Figures figures = new Figures();
        for (Counter counter : Counter.values()) {
            figures.counts[counter.index()] = counters.get(counter);
        }
        for (Gauge gauge : Gauge.values()) {
            figures.levels[gauge.index()] = gauges.get(gauge);
        }
        for (Distribution distribution : Distribution.values()) {
            figures.recorded[distribution.index()] = counters.recorded(distribution);
        }
        figures.ends.putAll(counters.ends());
        return figures;
    }

    /**
     * Those of several shards together; none gives zeros. The shards may have told theirs at different moments, so that
     * what is on the way from one to another may be missing; but no level is below 0.
     */
    public static Figures sum(List<Figures> parts) {
        Figures sum = new Figures();
        for (Figures part : parts) {
            addTo(sum.counts, part.counts);
            addTo(sum.levels, part.levels);
            for (int i = 0; i < sum.recorded.length; i++) {
                addTo(sum.recorded[i], part.recorded[i]);
            }
            part.ends.forEach((end, count) -> sum.ends.merge(end, count, Long::sum));
        }
        Arrays.setAll(sum.levels, i -> Math.max(0, sum.levels[i]));
        return sum;
    }

    private static void addTo(long[] sums, long[] values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    long get(Counter counter) {
        return counts[counter.index()];
    }

    /** The level then. */
    public long get(Gauge gauge) {
        return levels[gauge.index()];
    }

    /** The cells of a histogram, as {@link Distribution#cells} says; not to be changed. */
    long[] recorded(Distribution distribution) {
        return recorded[distribution.index()];
    }

    /** Connections that have ended, by how and why. */
    Map<EndedConnection, Long> ends() {
        return Map.copyOf(ends);
    }

    /** Messages that somebody did not get, for whatever reason. */
    long lost() {
        long lost = 0;
        for (Counter counter : Counter.values()) {
            if (counter.isLoss()) {
                lost += get(counter);
            }
        }
        return lost;
    }
}
