package io.bellbird.broker.monitor;

import static io.bellbird.broker.monitor.MetricsText.Type.COUNTER;
import static io.bellbird.broker.monitor.MetricsText.Type.GAUGE;
import static io.bellbird.broker.monitor.MetricsText.Type.HISTOGRAM;
import static io.bellbird.broker.monitor.MetricsText.label;

import io.bellbird.broker.monitor.Counters.EndedConnection;
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
        MetricsText text = new MetricsText();
        text.metric("bellbird_info", GAUGE, "The version of the broker; always 1.")
                .sample("bellbird_info", label("version", host.version()), 1);
        text.seconds("bellbird_uptime_seconds", GAUGE, "Time since the start.", MetricsText.ofNanos(uptimeNanos));
        text.metric("bellbird_shards_missing", GAUGE, "Shards whose figures are older than the rest.", shardsMissing);
        addConnections(text);
        text.metric(
                "bellbird_banned_addresses",
                GAUGE,
                "Addresses that may not connect at the moment, because of logins that failed.",
                bannedAddresses);
        text.metric("bellbird_traces", GAUGE, "Traces of clients or topics that somebody reads.", traces);
        text.metric(
                "bellbird_audit_events_lost_total",
                COUNTER,
                "Events that the audit log could not keep.",
                auditEventsLost);
        addCounters(text);
        addGauges(text);
        for (Distribution distribution : Distribution.values()) {
            addHistogram(text, distribution);
        }
        addStore(text);
        JvmMetrics.addTo(text, host);
        return text.toString();
    }

    private void addConnections(MetricsText text) {
        text.metric("bellbird_connections", GAUGE, "Connections that are open, by listener.");
        connections.forEach((listener, open) -> text.sample("bellbird_connections", label("listener", listener), open));
        Map<EndedConnection, Long> ends = figures.ends();
        text.metric("bellbird_connects_refused_total", COUNTER, "Connections that were refused, by reason.");
        ends.forEach((ended, count) -> {
            if (ended.end() == ConnectionEnd.REFUSED) {
                text.sample("bellbird_connects_refused_total", reason(ended), count);
            }
        });
        text.metric("bellbird_disconnects_total", COUNTER, "Accepted connections that ended, by whom and by reason.");
        ends.forEach((ended, count) -> {
            String by =
                    switch (ended.end()) {
                        case REFUSED -> "";
                        case BY_CLIENT -> "client";
                        case BY_BROKER -> "broker";
                        case LOST -> "network";
                    };
            if (!by.isEmpty()) {
                text.sample("bellbird_disconnects_total", label("by", by) + "," + reason(ended), count);
            }
        });
    }

    private static String reason(EndedConnection ended) {
        boolean normal = ended.reason() == ReasonCode.NORMAL_DISCONNECTION; // as SUCCESS is called at an end
        return label("reason", normal ? "NORMAL_DISCONNECTION" : ended.reason().name());
    }

    /** Counters that share a name stand together, as the format wants it. */
    private void addCounters(MetricsText text) {
        Map<String, List<Counter>> byName = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            byName.computeIfAbsent(MetricName.of(counter).name(), first -> new ArrayList<>())
                    .add(counter);
        }
        byName.forEach((name, counters) -> {
            text.metric(name, COUNTER, MetricName.of(counters.get(0)).help());
            counters.forEach(counter -> text.sample(name, MetricName.of(counter).labels(), figures.get(counter)));
        });
    }

    private void addGauges(MetricsText text) {
        for (Gauge gauge : Gauge.values()) {
            MetricName metric = MetricName.of(gauge);
            text.metric(metric.name(), GAUGE, metric.help(), figures.get(gauge));
        }
        text.metric("bellbird_memory_limit_bytes", GAUGE, "Held bytes above which publishers wait.", memoryLimitBytes);
    }

    private void addHistogram(MetricsText text, Distribution distribution) {
        MetricName metric = MetricName.of(distribution);
        boolean isTime = distribution != Distribution.QUEUE_DEPTH;
        long[] cells = figures.recorded(distribution);
        text.metric(metric.name(), HISTOGRAM, metric.help());
        long count = 0;
        for (int bucket = 0; bucket < distribution.bounds(); bucket++) {
            count += cells[bucket];
            String bound = inUnit(distribution.bound(bucket), isTime).toPlainString();
            text.sample(metric.name() + "_bucket", label("le", bound), count);
        }
        count += cells[distribution.bounds()];
        text.sample(metric.name() + "_bucket", label("le", "+Inf"), count);
        text.sample(metric.name() + "_sum", "", inUnit(cells[cells.length - 1], isTime));
        text.sample(metric.name() + "_count", "", count);
    }

    private static BigDecimal inUnit(long value, boolean isTime) {
        return isTime ? MetricsText.ofNanos(value) : BigDecimal.valueOf(value);
    }

    private void addStore(MetricsText text) {
        text.metric("bellbird_store_status", GAUGE, "How the store is doing, as a label; always 1.")
                .sample("bellbird_store_status", label("status", store.status()), 1);
        text.metric(
                "bellbird_store_pending_bytes", GAUGE, "Bytes that wait to be written to disk.", store.pendingBytes());
        text.metric("bellbird_store_commits_total", COUNTER, "Times that the store wrote.", store.commits());
        text.seconds(
                "bellbird_store_commit_seconds_total",
                COUNTER,
                "Time that the store wrote.",
                MetricsText.ofMicros(store.commitMicros()));
        text.metric("bellbird_store_disk_bytes", GAUGE, "Bytes that the store takes on disk.", store.diskBytes());
        text.metric("bellbird_store_free_bytes", GAUGE, "Bytes that are free on the store's disk.", store.freeBytes());
    }
}
