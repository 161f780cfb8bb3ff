package io.bellbird.app.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long something took, in nanoseconds; all 0 when it never happened.
 *
 * @param count how often it happened
 */
record Percentiles(long count, long p50, long p90, long p99, long p999, long max) {
    static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0, 0);

    static Percentiles of(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return NONE;
        }
        return new Percentiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }

    /** Members for the JSON document, in milliseconds. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("count", count);
        members.put("p50_ms", Words.inMillis(p50));
        members.put("p90_ms", Words.inMillis(p90));
        members.put("p99_ms", Words.inMillis(p99));
        members.put("p99_9_ms", Words.inMillis(p999));
        members.put("max_ms", Words.inMillis(max));
        return members;
    }

    @Override
    public String toString() {
        return "p50 " + Words.millis(p50) + ", p90 " + Words.millis(p90) + ", p99 " + Words.millis(p99) + ", p99.9 "
                + Words.millis(p999) + ", max " + Words.millis(max);
    }
}
