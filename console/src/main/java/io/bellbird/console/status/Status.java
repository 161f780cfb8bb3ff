package io.bellbird.console.status;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.MetricsPage;
import io.bellbird.broker.store.StoreFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How the broker is, as the REST interface writes it. Rates are those of the last seconds, times those of the last
 * minute.
 *
 * @param time milliseconds since 1970
 * @param state {@code ok}, or the severity of the worst that needs attention
 * @param processMemoryBytes null when the system does not tell
 * @param dropped messages that somebody did not get since the start, by cause
 * @param newest the newest values of the history, by series
 */
record Status(
        long time,
        String version,
        double uptimeSeconds,
        String state,
        int connections,
        long clients,
        long sessions,
        long subscriptions,
        long retainedMessages,
        long retainedBytes,
        double messagesIn,
        double messagesOut,
        double bytesIn,
        double bytesOut,
        long queuedMessages,
        long queuedBytes,
        long inflightMessages,
        long memoryHeldBytes,
        long memoryLimitBytes,
        long heapBytes,
        long heapMaxBytes,
        @Nullable Long processMemoryBytes,
        double cpu,
        int processors,
        Store store,
        Times commit,
        Times publish,
        Map<String, Long> dropped,
        Map<String, Long> droppedLastMinute,
        long refused,
        long refusedLastMinute,
        int bannedAddresses,
        int listeners,
        int shardsMissing,
        Map<String, Double> newest,
        List<Need> attention) {

    /** @param accepting whether it takes messages */
    record Store(String status, boolean accepting, long pendingBytes, long diskBytes, long freeBytes) {}

    /** Milliseconds that half of them, and 99 of 100, did not take longer than; null when there were none. */
    record Times(@Nullable Double p50Millis, @Nullable Double p99Millis) {}

    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;
    private static final double NANOS_IN_SECOND = 1e9;

    /**
     * Of the last moments.
     *
     * @param listeners that are open
     */
    static Status of(Recorder.Last last, boolean accepting, int listeners, List<Need> attention) {
        Moment now = last.now();
        Moment second = last.second();
        Moment minute = last.minute();
        MetricsPage page = now.page();
        StoreFigures store = page.store();
        Map<String, Long> dropped = page.figures().droppedByCause();
        return new Status(
                now.timeMillis(),
                page.host().version(),
                page.uptimeNanos() / NANOS_IN_SECOND,
                attention.isEmpty() ? "ok" : attention.get(0).severity().word(),
                page.connections().values().stream().mapToInt(Integer::intValue).sum(),
                now.get(Gauge.CONNECTED),
                now.get(Gauge.SESSIONS),
                now.get(Gauge.SUBSCRIPTIONS) + now.get(Gauge.SHARED_SUBSCRIPTIONS),
                now.get(Gauge.RETAINED_MESSAGES),
                now.get(Gauge.RETAINED_BYTES),
                now.rate(Counter.PUBLISH_RECEIVED, second),
                now.rate(Counter.PUBLISH_SENT, second),
                now.rate(Counter.BYTES_RECEIVED, second),
                now.rate(Counter.BYTES_SENT, second),
                now.get(Gauge.QUEUED_MESSAGES),
                now.get(Gauge.QUEUED_BYTES),
                now.get(Gauge.INFLIGHT_MESSAGES),
                now.get(Gauge.HELD_BYTES),
                page.memoryLimitBytes(),
                page.host().heapBytes().getAsLong(),
                Runtime.getRuntime().maxMemory(),
                now.process().memoryBytes() < 0 ? null : now.process().memoryBytes(),
                now.processors(second),
                Runtime.getRuntime().availableProcessors(),
                new Store(store.status(), accepting, store.pendingBytes(), store.diskBytes(), store.freeBytes()),
                times(Distribution.COMMIT_NANOS, now, minute),
                times(Distribution.PUBLISH_NANOS, now, minute),
                dropped,
                since(minute.page().figures().droppedByCause(), dropped),
                now.refused(),
                now.refused() - minute.refused(),
                page.bannedAddresses(),
                listeners,
                page.shardsMissing(),
                last.values(),
                attention);
    }

    private static Times times(Distribution distribution, Moment now, Moment minute) {
        return new Times(
                orNull(now.millis(distribution, minute, HALF)), orNull(now.millis(distribution, minute, NEARLY_ALL)));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    /** Only what rose. */
    static Map<String, Long> since(Map<String, Long> before, Map<String, Long> now) {
        Map<String, Long> risen = new LinkedHashMap<>();
        now.forEach((cause, count) -> {
            long more = count - before.getOrDefault(cause, 0L);
            if (more > 0) {
                risen.put(cause, more);
            }
        });
        return risen;
    }
}
