package io.bellbird.broker.monitor;

import java.math.BigDecimal;

/** Writes metrics in the text format of Prometheus, version 0.0.4. */
final class MetricsText {
    private static final int CAPACITY = 16 * 1024;

    private final StringBuilder text = new StringBuilder(CAPACITY);

    /** What a metric counts. */
    enum Type {
        COUNTER("counter"),
        GAUGE("gauge"),
        HISTOGRAM("histogram");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    /** A metric begins; its samples follow. */
    MetricsText metric(String name, Type type, String help) {
        text.append("# HELP ").append(name).append(' ').append(escape(help)).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type.word).append('\n');
        return this;
    }

    /** A metric that has one sample. */
    void metric(String name, Type type, String help, long value) {
        metric(name, type, help).sample(name, "", value);
    }

    /** A metric of seconds that has one sample. */
    void seconds(String name, Type type, String help, BigDecimal value) {
        metric(name, type, help).sample(name, "", value);
    }

    /** @param labels as {@link #label} writes them, with commas between; or empty */
    void sample(String name, String labels, long value) {
        sample(name, labels, Long.toString(value));
    }

    void sample(String name, String labels, BigDecimal value) {
        sample(name, labels, value.toPlainString());
    }

    private void sample(String name, String labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    /** A label and its value. */
    static String label(String name, String value) {
        return name + "=\"" + escape(value).replace("\"", "\\\"") + '"';
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
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

    @Override
    public String toString() {
        return text.toString();
    }
}
