package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Figures;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.Gauges;
import io.bellbird.broker.monitor.SysTopics;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Route;
import io.bellbird.broker.session.Timer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a shard does for {@code $SYS/broker/}: in every {@code sys_interval} it hands its figures to the first shard,
 * which publishes those of all.
 */
@ShardConfined
final class SysReports {
    private final Shard shard;
    /** The first shard's; there, this itself. */
    private final SysReports first;
    /** 0 when nothing is published. */
    private long intervalNanos;
    /** Touched by the first shard only. */
    private final SysTopics topics;

    private @Nullable Timer next;

    /** @param first the first shard's, null to be that */
    SysReports(Shard shard, Shared shared, int shards, @Nullable SysReports first) {
        this.shard = shard;
        this.first = first == null ? this : first;
        this.intervalNanos = intervalNanos(shared.config());
        this.topics = first == null
                ? new SysTopics(
                        shards,
                        shared.host(),
                        shared.retained(),
                        shared.store()::figures,
                        shared.clock().nanos())
                : first.topics;
    }

    private static long intervalNanos(BrokerConfig config) {
        return TimeUnit.SECONDS.toNanos(config.sysIntervalSeconds());
    }

    /** Begins to report, unless the configuration says not to. */
    void start() {
        if (intervalNanos > 0) {
            report();
        }
    }

    /** Says what is retained, on the first shard for all. */
    void addRetained(Gauges gauges) {
        if (first == this) {
            gauges.set(Gauge.RETAINED_MESSAGES, topics.retainedMessages());
            gauges.set(Gauge.RETAINED_BYTES, topics.retainedBytes());
        }
    }

    /** Another interval begins now. Without any, nothing of what was published stays. */
    void reconfigure(BrokerConfig config) {
        if (intervalNanos(config) == intervalNanos) {
            return;
        }
        intervalNanos = intervalNanos(config);
        if (next != null) {
            next.cancel();
            next = null;
        }
        if (first == this && intervalNanos == 0) {
            topics.forget().forEach(shard.retained()::remove);
        }
        start();
    }

    private void report() {
        int from = shard.index();
        Figures figures = shard.figures();
        first.shard.execute(() -> first.take(from, figures));
        next = shard.schedule(intervalNanos, this::report);
    }

    /** What another shard sent off before it heard that nothing is published any more is late. */
    private void take(int from, Figures figures) {
        if (intervalNanos == 0) {
            return;
        }
        topics.take(from, figures, shard.nowNanos()).forEach(this::publish);
    }

    /** Retained in memory only: what the broker says of itself ends with it. */
    private void publish(Publication publication) {
        shard.retained().put(publication);
        shard.tellTaps(publication);
        Route route = shard.router().route(publication.topic());
        shard.router().deliver(publication, route);
        if (route.otherShards() != 0) {
            shard.post(route.otherShards(), new Letter(publication, null));
        }
    }
}
