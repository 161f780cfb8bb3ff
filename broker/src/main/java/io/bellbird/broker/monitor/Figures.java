package io.bellbird.broker.monitor;

import io.bellbird.broker.monitor.Counters.EndedConnection;
import io.bellbird.codec.ReasonCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

    /** The count until then, since the start. */
    public long get(Counter counter) {
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

    /** Connections that were refused since the start, by why. */
    public Map<ReasonCode, Long> refused() {
        Map<ReasonCode, Long> refused = new EnumMap<>(ReasonCode.class);
        ends.forEach((ended, count) -> {
            if (ended.end() == ConnectionEnd.REFUSED) {
                refused.put(ended.reason(), count);
            }
        });
        return refused;
    }

    /** Messages that somebody did not get since the start, by the cause that the metrics name. */
    public Map<String, Long> droppedByCause() {
        Map<String, Long> dropped = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            if (counter.isLoss()) {
                dropped.put(MetricName.of(counter).labels().getOrDefault(MetricName.CAUSE, ""), get(counter));
            }
        }
        return dropped;
    }

    /**
     * The value that a part of those are not above that were recorded since an earlier moment. It is as exact as the
     * buckets are: up to twice too high.
     *
     * @param fraction 0..1: 0.99 is the 99th percentile
     * @return empty when nothing was recorded since
     */
    public OptionalLong percentile(Distribution distribution, Figures earlier, double fraction) {
        long[] now = recorded(distribution);
        long[] before = earlier.recorded(distribution);
        long count = 0;
        for (int i = 0; i <= distribution.bounds(); i++) {
            count += now[i] - before[i];
        }
        if (count <= 0) {
            return OptionalLong.empty();
        }
        long wanted = (long) Math.ceil(count * fraction);
        int bucket = 0;
        for (long seen = now[0] - before[0]; seen < wanted; seen += now[bucket] - before[bucket]) {
            bucket++;
        }
        return OptionalLong.of(distribution.bound(Math.min(bucket, distribution.bounds() - 1)));
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
