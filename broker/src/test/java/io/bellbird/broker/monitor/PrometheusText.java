package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text format of Prometheus, version 0.0.4, more strictly than Prometheus does. */
public final class PrometheusText {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_]+) ([A-Z].*\\.|.*; always 1\\.)");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) (counter|gauge|histogram)");
    private static final String LABEL = "[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\"";
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)((?:\\{" + LABEL + "(?:," + LABEL + ")*})?) (-?[0-9]+(?:\\.[0-9]+)?)");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private String metric = "";

    private PrometheusText() {}

    /** Reads a text in which nothing may be wrong. */
    public static PrometheusText parse(String text) {
        PrometheusText read = new PrometheusText();
        assertThat(text).endsWith("\n");
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("# HELP")) {
                read.metric(line, lines.next());
            } else {
                read.sample(line);
            }
        }
        read.types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                read.checkHistogram(name);
            }
        });
        return read;
    }

    private void metric(String helpLine, String typeLine) {
        Matcher help = matcher(HELP, helpLine);
        Matcher type = matcher(TYPE, typeLine);
        metric = help.group(1);
        assertThat(type.group(1)).isEqualTo(metric);
        assertThat(types.put(metric, type.group(2))).as("%s twice", metric).isNull();
        assertThat(metric).startsWith("bellbird_");
        assertThat(metric.endsWith("_total")).as(metric).isEqualTo(type.group(2).equals("counter"));
    }

    private static Matcher matcher(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return matcher;
    }

    private void sample(String line) {
        Matcher sample = matcher(SAMPLE, line);
        String suffix = sample.group(1)
                .substring(Math.min(metric.length(), sample.group(1).length()));
        assertThat(sample.group(1)).startsWith(metric);
        assertThat(suffix)
                .isIn(
                        types.get(metric).equals("histogram")
                                ? new String[] {"_bucket", "_sum", "_count"}
                                : new String[] {""});
        String key = sample.group(1) + sample.group(2);
        assertThat(samples.put(key, Double.valueOf(sample.group(3))))
                .as("%s twice", key)
                .isNull();
    }

    private void checkHistogram(String name) {
        Map<Double, Double> counts = new TreeMap<>();
        samples.forEach((key, count) -> {
            if (key.startsWith(name + "_bucket{le=\"")) {
                String bound = key.substring(key.indexOf('"') + 1, key.lastIndexOf('"'));
                counts.put(bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound), count);
            }
        });
        assertThat(counts).hasSizeGreaterThan(2).containsEntry(Double.POSITIVE_INFINITY, value(name + "_count"));
        assertThat(List.copyOf(counts.values())).isSorted();
        assertThat(value(name + "_sum")).isNotNegative();
    }

    /** The type of each metric, by its name. */
    public Map<String, String> types() {
        return types;
    }

    /**
     * The value of a sample, which must be there.
     *
     * @param sample name and labels as they are written
     */
    public double value(String sample) {
        assertThat(samples).containsKey(sample);
        return samples.get(sample);
    }

    /** Whether there is such a sample. */
    public boolean has(String sample) {
        return samples.containsKey(sample);
    }

    /** All samples. */
    public Map<String, Double> samples() {
        return samples;
    }
}
