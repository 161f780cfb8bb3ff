package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.store.StoreFigures;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(bellbird_[a-z_]+)` \\| (\\w+) \\|.*\\| .+ \\|$");

    private final Counters counters = new Counters();
    private final Gauges gauges = new Gauges();

    private String text() {
        return new MetricsPage(
                        Figures.sum(List.of(Figures.of(counters, gauges))),
                        1,
                        Map.of("1883", 7),
                        3,
                        5,
                        4,
                        new StoreFigures("o\"p\\e\nn", 10, 4, 1_500_000, 1_000, 9_000),
                        5_000,
                        new Host("1.2.3", () -> 99),
                        90_000_000_000L)
                .text();
    }

    private PrometheusText page() {
        return PrometheusText.parse(text());
    }

    @Test
    void every_counter_and_every_gauge_is_a_metric() {
        for (Counter counter : Counter.values()) {
            counters.add(counter, 100 + counter.index());
        }
        for (Gauge gauge : Gauge.values()) {
            gauges.set(gauge, 200 + gauge.index());
        }

        PrometheusText page = page();

        for (Counter counter : Counter.values()) {
            MetricName metric = MetricName.of(counter);
            assertThat(page.value(metric.name() + MetricsText.labels(metric.labels())))
                    .isEqualTo(100 + counter.index());
        }
        for (Gauge gauge : Gauge.values()) {
            assertThat(page.value(MetricName.of(gauge).name())).isEqualTo(200 + gauge.index());
        }
    }

    @Test
    void all_that_is_lost_has_one_name() {
        for (Counter counter : Counter.values()) {
            assertThat(MetricName.of(counter).name().equals("bellbird_messages_dropped_total"))
                    .as(counter.name())
                    .isEqualTo(counter.isLoss());
        }
    }

    @Test
    void what_is_told_beside_the_figures_of_shards_is_there() {
        assertThat(page().samples())
                .containsEntry("bellbird_info{version=\"1.2.3\"}", 1.0)
                .containsEntry("bellbird_uptime_seconds", 90.0)
                .containsEntry("bellbird_shards_missing", 1.0)
                .containsEntry("bellbird_connections{listener=\"1883\"}", 7.0)
                .containsEntry("bellbird_banned_addresses", 3.0)
                .containsEntry("bellbird_traces", 5.0)
                .containsEntry("bellbird_audit_events_lost_total", 4.0)
                .containsEntry("bellbird_memory_limit_bytes", 5_000.0)
                .containsEntry("bellbird_store_commits_total", 4.0)
                .containsEntry("bellbird_store_commit_seconds_total", 1.5)
                .containsEntry("bellbird_jvm_heap_bytes", 99.0)
                .containsEntry("bellbird_store_status{status=\"o\\\"p\\\\e\\nn\"}", 1.0);
    }

    @Test
    void connections_that_ended_are_told_by_whom_and_why() {
        counters.ended(ConnectionEnd.REFUSED, ReasonCode.NOT_AUTHORIZED);
        counters.ended(ConnectionEnd.REFUSED, ReasonCode.NOT_AUTHORIZED);
        counters.ended(ConnectionEnd.LOST, ReasonCode.UNSPECIFIED_ERROR);

        assertThat(page().samples())
                .containsEntry("bellbird_connects_refused_total{reason=\"NOT_AUTHORIZED\"}", 2.0)
                .containsEntry("bellbird_disconnects_total{by=\"network\",reason=\"UNSPECIFIED_ERROR\"}", 1.0);
    }

    @Test
    void times_are_seconds() {
        counters.record(Distribution.PUBLISH_NANOS, 10_000);
        counters.record(Distribution.PUBLISH_NANOS, 8_192);
        counters.record(Distribution.QUEUE_DEPTH, 3);

        assertThat(page().samples())
                .containsEntry("bellbird_publish_seconds_bucket{le=\"0.000008192\"}", 1.0)
                .containsEntry("bellbird_publish_seconds_bucket{le=\"0.000016384\"}", 2.0)
                .containsEntry("bellbird_publish_seconds_sum", 0.000018192)
                .containsEntry("bellbird_queue_depth_messages_bucket{le=\"2\"}", 0.0)
                .containsEntry("bellbird_queue_depth_messages_bucket{le=\"4\"}", 1.0);
    }

    @Test
    void the_page_of_metrics_lists_all_of_them_and_no_others() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        ROW.matcher(Files.readString(PAGE)).results().forEach(row -> documented.put(row.group(1), row.group(2)));

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(page().types());
    }
}
