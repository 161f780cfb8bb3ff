package io.bellbird.broker.monitor;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What is measured, and its values at one moment. Immutable.
 *
 * @param name for example {@code bellbird_sessions}
 * @param help what it counts, a sentence
 * @param samples one for each set of labels; of a histogram its buckets, sum and count
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {
    /** Copies the samples. */
    public Metric {
        samples = List.copyOf(samples);
    }

    /** What a metric counts. */
    public enum Type {
        COUNTER("counter"),
        GAUGE("gauge"),
        HISTOGRAM("histogram");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As Prometheus writes it. */
        public String word() {
            return word;
        }
    }

    /**
     * A value.
     *
     * @param name that of the metric; of a part of a histogram with {@code _bucket}, {@code _sum} or {@code _count} behind
     * @param labels by name; empty when the metric has one value
     */
    public record Sample(String name, Map<String, String> labels, BigDecimal value) {}
}
