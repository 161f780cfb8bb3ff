package io.bellbird.app.top;

import java.util.HashMap;
import java.util.Map;

/**
 * The broker's figures at one moment.
 *
 * @param nanos when, on the clock of this process
 * @param samples by name; those that differ in their labels only are added up
 * @param labelled by name and labels, as they stand in the text
 */
record Metrics(long nanos, Map<String, Double> samples, Map<String, Double> labelled) {
    private static final double NANOS_A_SECOND = 1e9;

    Metrics {
        samples = Map.copyOf(samples);
        labelled = Map.copyOf(labelled);
    }

    /** Reads what {@code GET /metrics} answers; lines that are none do not count. */
    static Metrics of(String page, long nanos) {
        Map<String, Double> samples = new HashMap<>();
        Map<String, Double> labelled = new HashMap<>();
        page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            int labels = line.indexOf('{');
            if (end > 0) {
                double value = number(line.substring(end + 1));
                labelled.put(line.substring(0, end), value);
                samples.merge(line.substring(0, labels < 0 ? end : labels), value, Double::sum);
            }
        });
        return new Metrics(nanos, samples, labelled);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** Of the broker, without the prefix that all have; 0 when it is not there. */
    double value(String name) {
        return samples.getOrDefault("bellbird_" + name, 0.0);
    }

    /** What a total has grown by in a second since then. */
    double rate(String name, Metrics before) {
        double seconds = (nanos - before.nanos) / NANOS_A_SECOND;
        return seconds <= 0 ? 0 : Math.max(0, value(name) - before.value(name)) / seconds;
    }

    /** The average of what a histogram got since then; 0 when it got nothing. */
    double average(String histogram, Metrics before) {
        double count = value(histogram + "_count") - before.value(histogram + "_count");
        return count <= 0 ? 0 : (value(histogram + "_sum") - before.value(histogram + "_sum")) / count;
    }

    /** The value of a label of a metric that is there once. */
    String label(String name, String label) {
        String begin = "bellbird_" + name + "{" + label + "=\"";
        return labelled.keySet().stream()
                .filter(key -> key.startsWith(begin))
                .map(key -> key.substring(begin.length(), key.indexOf('"', begin.length())))
                .findFirst()
                .orElse("?");
    }
}
