package io.bellbird.broker.monitor;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes metrics in the text format of Prometheus, version 0.0.4. */
final class MetricsText {
    private static final int CAPACITY = 16 * 1024;

    private MetricsText() {}

    static String of(List<Metric> metrics) {
        StringBuilder text = new StringBuilder(CAPACITY);
        for (Metric metric : metrics) {
            String name = metric.name();
            text.append("# HELP ").append(name).append(' ').append(escape(metric.help()));
            text.append("\n# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(metric.type().word());
            text.append('\n');
            for (Metric.Sample sample : metric.samples()) {
                text.append(sample.name()).append(labels(sample.labels())).append(' ');
                text.append(sample.value().toPlainString()).append('\n');
            }
        }
        return text.toString();
    }

    /** As they follow a name; empty when there are none. */
    static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? ""
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\""
                                + escape(label.getValue()).replace("\"", "\\\"") + '"')
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
