package io.bellbird.broker.monitor;

import static io.bellbird.broker.monitor.Metric.Type.COUNTER;
import static io.bellbird.broker.monitor.Metric.Type.GAUGE;
import static io.bellbird.broker.monitor.Metric.Type.HISTOGRAM;
import static io.bellbird.broker.monitor.MetricList.sample;

import io.bellbird.broker.monitor.Metric.Sample;
import io.bellbird.broker.store.StoreFigures;
import io.bellbird.codec.ReasonCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All metrics of a broker at one moment, as Prometheus reads them. docs/metrics.md lists them.
 *
 * @param figures of all shards together
 * @param shardsMissing how many shards did not hand in figures in time, so that their last ones stand in
 * @param connections that are open, by the name of their listener
 * @param bannedAddresses that may not connect at the moment
 * @param traces that are on
 * @param auditEventsLost that are not in the audit log
 * @param store how the store is doing
 * @param memoryLimitBytes above which publishers wait
 * @param host the process around the broker
 * @param uptimeNanos since the start
 */
public record MetricsPage(
        Figures figures,
        int shardsMissing,
        Map<String, Integer> connections,
        int bannedAddresses,
        int traces,
        long auditEventsLost,
        StoreFigures store,
        long memoryLimitBytes,
        Host host,
        long uptimeNanos) {

    /** What the text is, in HTTP. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The text. */
    public String text() {
        return MetricsText.of(metrics());
    }

    /** Each metric with its values, in the order of the text. */
    public List<Metric> metrics() {
        MetricList list = new MetricList();
        list.metric(
                "bellbird_info",
                GAUGE,
                "The version of the broker; always 1.",
                List.of(sample("bellbird_info", Map.of("version", host.version()), 1)));
        list.metric("bellbird_uptime_seconds", GAUGE, "Time since the start.", MetricList.ofNanos(uptimeNanos));
        list.metric("bellbird_shards_missing", GAUGE, "Shards whose figures are older than the rest.", shardsMissing);
        addConnections(list);
        list.metric(
                "bellbird_banned_addresses",
                GAUGE,
                "Addresses that may not connect at the moment, because of logins that failed.",
                bannedAddresses);
        list.metric("bellbird_traces", GAUGE, "Traces of clients or topics that somebody reads.", traces);
        list.metric(
                "bellbird_audit_events_lost_total",
                COUNTER,
                "Events that the audit log could not keep.",
                auditEventsLost);
        addCounters(list);
        addGauges(list);
        for (Distribution distribution : Distribution.values()) {
            addHistogram(list, distribution);
        }
        addStore(list);
        JvmMetrics.addTo(list, host);
        return list.all();
    }

    private void addConnections(MetricList list) {
        list.metric(
                "bellbird_connections",
                GAUGE,
                "Connections that are open, by listener.",
                connections.entrySet().stream()
                        .map(open -> sample("bellbird_connections", Map.of("listener", open.getKey()), open.getValue()))
                        .toList());
        String refused = "bellbird_connects_refused_total";
        list.metric(
                refused,
                COUNTER,
                "Connections that were refused, by reason.",
                figures.refused().entrySet().stream()
                        .map(each -> sample(refused, Map.of("reason", reason(each.getKey())), each.getValue()))
                        .toList());
        List<Sample> ended = new ArrayList<>();
        figures.ends().forEach((end, count) -> {
            String by =
                    switch (end.end()) {
                        case REFUSED -> "";
                        case BY_CLIENT -> "client";
                        case BY_BROKER -> "broker";
                        case LOST -> "network";
                    };
            if (!by.isEmpty()) {
                Map<String, String> labels = new LinkedHashMap<>();
                labels.put("by", by);
                labels.put("reason", reason(end.reason()));
                ended.add(sample("bellbird_disconnects_total", labels, count));
            }
        });
        list.metric(
                "bellbird_disconnects_total",
                COUNTER,
                "Accepted connections that ended, by whom and by reason.",
                ended);
    }

    private static String reason(ReasonCode code) {
        boolean normal = code == ReasonCode.NORMAL_DISCONNECTION; // as SUCCESS is called at an end
        return normal ? "NORMAL_DISCONNECTION" : code.name();
    }

    /** Counters that share a name stand together, as the format wants it. */
    private void addCounters(MetricList list) {
        Map<String, List<Counter>> byName = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            byName.computeIfAbsent(MetricName.of(counter).name(), first -> new ArrayList<>())
                    .add(counter);
        }
        byName.forEach((name, counters) -> {
            list.metric(
                    name,
                    COUNTER,
                    MetricName.of(counters.get(0)).help(),
                    counters.stream()
                            .map(counter -> sample(name, MetricName.of(counter).labels(), figures.get(counter)))
                            .toList());
        });
    }

    private void addGauges(MetricList list) {
        for (Gauge gauge : Gauge.values()) {
            MetricName metric = MetricName.of(gauge);
            list.metric(metric.name(), GAUGE, metric.help(), figures.get(gauge));
        }
        list.metric("bellbird_memory_limit_bytes", GAUGE, "Held bytes above which publishers wait.", memoryLimitBytes);
    }

    private void addHistogram(MetricList list, Distribution distribution) {
        MetricName metric = MetricName.of(distribution);
        boolean isTime = distribution != Distribution.QUEUE_DEPTH;
        long[] cells = figures.recorded(distribution);
        List<Sample> samples = new ArrayList<>();
        long count = 0;
        for (int bucket = 0; bucket < distribution.bounds(); bucket++) {
            count += cells[bucket];
            String bound = inUnit(distribution.bound(bucket), isTime).toPlainString();
            samples.add(sample(metric.name() + "_bucket", Map.of("le", bound), count));
        }
        count += cells[distribution.bounds()];
        samples.add(sample(metric.name() + "_bucket", Map.of("le", "+Inf"), count));
        samples.add(new Sample(metric.name() + "_sum", Map.of(), inUnit(cells[cells.length - 1], isTime)));
        samples.add(sample(metric.name() + "_count", Map.of(), count));
        list.metric(metric.name(), HISTOGRAM, metric.help(), samples);
    }

    private static BigDecimal inUnit(long value, boolean isTime) {
        return isTime ? MetricList.ofNanos(value) : BigDecimal.valueOf(value);
    }

    private void addStore(MetricList list) {
        list.metric(
                "bellbird_store_status",
                GAUGE,
                "How the store is doing, as a label; always 1.",
                List.of(sample("bellbird_store_status", Map.of("status", store.status()), 1)));
        list.metric(
                "bellbird_store_pending_bytes", GAUGE, "Bytes that wait to be written to disk.", store.pendingBytes());
        list.metric("bellbird_store_commits_total", COUNTER, "Times that the store wrote.", store.commits());
        list.metric(
                "bellbird_store_commit_seconds_total",
                COUNTER,
                "Time that the store wrote.",
                MetricList.ofMicros(store.commitMicros()));
        list.metric("bellbird_store_disk_bytes", GAUGE, "Bytes that the store takes on disk.", store.diskBytes());
        list.metric("bellbird_store_free_bytes", GAUGE, "Bytes that are free on the store's disk.", store.freeBytes());
    }
}
