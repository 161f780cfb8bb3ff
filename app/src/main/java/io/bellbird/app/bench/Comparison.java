package io.bellbird.app.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Two brokers under the same load, several times in turn: the medians of what each did, and their ratios.
 *
 * @param first the results of one
 * @param second those of the other, as many
 */
record Comparison(List<Result> first, List<Result> second) {
    Comparison {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    private static Map<String, Double> medians(List<Result> results) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String figure : results.get(0).figures().keySet()) {
            double[] sorted = results.stream()
                    .mapToDouble(result -> result.figures().getOrDefault(figure, 0.0))
                    .sorted()
                    .toArray();
            medians.put(figure, (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
        }
        return medians;
    }

    private static double ratio(double second, double first) {
        return first == 0 ? Double.NaN : second / first;
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("medians of " + first.size() + " runs each:");
        lines.add(String.format(Locale.ROOT, "  %-24s %14s %14s %8s", "", "A", "B", "B/A"));
        Map<String, Double> seconds = medians(second);
        medians(first).forEach((figure, value) -> {
            double other = seconds.getOrDefault(figure, 0.0);
            double ratio = ratio(other, value);
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-24s %,14.3f %,14.3f %8s",
                    figure,
                    value,
                    other,
                    Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio)));
        });
        lines.add("  A " + first.get(0).broker());
        lines.add("  B " + second.get(0).broker());
        return lines;
    }

    /** Members for the JSON document. */
    Map<String, Object> members() {
        Map<String, Double> a = medians(first);
        Map<String, Double> b = medians(second);
        Map<String, Object> ratios = new LinkedHashMap<>();
        a.forEach((figure, value) -> ratios.put(figure, ratio(b.getOrDefault(figure, 0.0), value)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("runs", first.size());
        members.put("a", first.get(0).broker());
        members.put("b", second.get(0).broker());
        members.put("a_medians", a);
        members.put("b_medians", b);
        members.put("ratios", ratios);
        return members;
    }
}
