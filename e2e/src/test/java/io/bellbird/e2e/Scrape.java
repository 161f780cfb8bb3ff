package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /metrics} says, in Prometheus' text format 0.0.4, read more strictly than Prometheus does.
 *
 * @param types of the metrics, by name
 * @param samples values by names and labels, as they are written
 */
record Scrape(Map<String, String> types, Map<String, Double> samples) {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-z_]+) \\S.*");
    private static final Pattern TYPE = Pattern.compile("# TYPE ([a-z_]+) (counter|gauge|histogram)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)((?:\\{(?:[a-z_]+=\"[^\"\\\\]*\",?)+})?) (\\d+(?:\\.\\d+)?)");

    /**
     * Reads a page.
     *
     * @throws AssertionError when anything in it is wrong, or comes twice
     */
    static Scrape of(List<String> lines) {
        Scrape scrape = new Scrape(new LinkedHashMap<>(), new LinkedHashMap<>());
        String described = "";
        String metric = "";
        for (String line : lines) {
            if (line.startsWith("# HELP")) {
                described = matcher(HELP, line).group(1);
            } else if (line.startsWith("# TYPE")) {
                metric = scrape.addType(line);
                assertThat(metric).isEqualTo(described);
            } else {
                scrape.addSample(metric, line);
            }
        }
        assertThat(scrape.samples).isNotEmpty();
        return scrape;
    }

    private String addType(String line) {
        Matcher type = matcher(TYPE, line);
        String metric = type.group(1);
        assertThat(types.put(metric, type.group(2))).as("%s twice", metric).isNull();
        assertThat(metric.endsWith("_total")).as(line).isEqualTo(isCounter(metric));
        return metric;
    }

    private void addSample(String metric, String line) {
        Matcher sample = matcher(SAMPLE, line);
        boolean histogram = "histogram".equals(types.get(metric));
        assertThat(sample.group(1)).as(line).matches(histogram ? metric + "_(bucket|sum|count)" : metric);
        String key = sample.group(1) + sample.group(2);
        assertThat(samples.put(key, Double.valueOf(sample.group(3))))
                .as("%s twice", key)
                .isNull();
    }

    private static Matcher matcher(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return matcher;
    }

    private boolean isCounter(String metric) {
        return "counter".equals(types.get(metric));
    }

    /** The value of a sample, which must be there. */
    double value(String sample) {
        assertThat(samples).containsKey(sample);
        return samples.get(sample);
    }

    /** @throws AssertionError when a counter is smaller than it was, or gone */
    void assertNoCounterShrank(Scrape before) {
        before.samples.forEach((sample, value) -> {
            if (before.isCounter(sample.replaceAll("\\{.*", ""))) {
                assertThat(value(sample)).as(sample).isGreaterThanOrEqualTo(value);
            }
        });
    }
}
