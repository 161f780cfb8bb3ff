package io.bellbird.broker.monitor;

import java.util.List;

/** What was counted, and what there is, at one moment: of one shard, or of several together. Immutable. */
public final class Figures {
    private final long[] counts = new long[Counter.values().length];
    private final long[] levels = new long[Gauge.values().length];

    private Figures() {}

    /** Those of the calling shard, now. */
    public static Figures of(Counters counters, Gauges gauges) {
        Figures figures = new Figures();
        for (Counter counter : Counter.values()) {
            figures.counts[counter.index()] = counters.get(counter);
        }
        for (Gauge gauge : Gauge.values()) {
            figures.levels[gauge.index()] = gauges.get(gauge);
        }
        return figures;
    }

    static Figures sum(List<Figures> parts) {
        Figures sum = new Figures();
        for (Figures part : parts) {
            addTo(sum.counts, part.counts);
            addTo(sum.levels, part.levels);
        }
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

    long get(Gauge gauge) {
        return levels[gauge.index()];
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
