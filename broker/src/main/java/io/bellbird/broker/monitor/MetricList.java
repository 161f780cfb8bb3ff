package io.bellbird.broker.monitor;

import io.bellbird.broker.monitor.Metric.Sample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects metrics in order. Belongs to one thread. */
final class MetricList {
    private final List<Metric> metrics = new ArrayList<>();

    /** A metric that has one sample. */
    void metric(String name, Metric.Type type, String help, long value) {
        metric(name, type, help, BigDecimal.valueOf(value));
    }

    /** The same of a number that is not whole. */
    void metric(String name, Metric.Type type, String help, BigDecimal value) {
        metric(name, type, help, List.of(new Sample(name, Map.of(), value)));
    }

    /** A metric with any number of samples. */
    void metric(String name, Metric.Type type, String help, List<Sample> samples) {
        metrics.add(new Metric(name, type, help, samples));
    }

    static Sample sample(String name, Map<String, String> labels, long value) {
        return new Sample(name, labels, BigDecimal.valueOf(value));
    }

    List<Metric> all() {
        return List.copyOf(metrics);
    }

    static BigDecimal ofMillis(long millis) {
        return BigDecimal.valueOf(millis, 3);
    }

    static BigDecimal ofMicros(long micros) {
        return BigDecimal.valueOf(micros, 6);
    }

    static BigDecimal ofNanos(long nanos) {
        return BigDecimal.valueOf(nanos, 9);
    }
}
