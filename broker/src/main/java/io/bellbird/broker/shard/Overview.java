package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.monitor.Figures;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.MetricsPage;
import io.bellbird.broker.watch.Audit;
import java.util.Map;

/** The broker as those see it who watch it: what the shards told, and what they have in common. Immutable. */
public final class Overview {
    private final Shared shared;
    private final long startedNanos;

    /** Of a broker that starts now. */
    public Overview(Shared shared) {
        this.shared = shared;
        this.startedNanos = shared.clock().nanos();
    }

    /**
     * All metrics.
     *
     * @param figures of all shards together
     * @param shardsMissing how many did not tell in time
     * @param connections by listener
     * @param traces that are on
     * @param memoryLimitBytes above which publishers wait
     */
    @AnyThread
    public MetricsPage metrics(
            Figures figures, int shardsMissing, Map<String, Integer> connections, int traces, long memoryLimitBytes) {
        Audit audit = shared.audit();
        return new MetricsPage(
                figures,
                shardsMissing,
                connections,
                shared.authenticator().bans().size(),
                traces,
                audit == null ? 0 : audit.lostCount(),
                shared.store().figures(),
                memoryLimitBytes,
                shared.host(),
                shared.clock().nanos() - startedNanos);
    }

    /**
     * Why clients, or messages, are not taken now.
     *
     * @param figures of all shards together
     * @param memoryLimitBytes above which publishers wait
     * @return empty when they are
     */
    @AnyThread
    public String whyNotTaking(Figures figures, long memoryLimitBytes) {
        if (shared.gate().draining().isPresent()) {
            return "the broker is drained and takes no connections";
        }
        if (!shared.store().isAccepting()) {
            return "the store takes nothing, its status is "
                    + shared.store().figures().status();
        }
        return figures.get(Gauge.HELD_BYTES) > memoryLimitBytes ? "memory_limit is reached, publishers wait" : "";
    }
}
