package io.bellbird.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.monitor.Figures;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.Gauges;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.monitor.MetricsPage;
import io.bellbird.broker.store.StoreFigures;
import io.bellbird.codec.ReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final long MEMORY_LIMIT = 100 << 20;
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Counters counters = new Counters();
    private final Gauges gauges = new Gauges();
    private StoreFigures store = StoreFigures.IN_MEMORY;
    private final Moment before = moment();

    private Moment moment() {
        MetricsPage page = new MetricsPage(
                Figures.of(counters, gauges), 0, Map.of(), 0, 0, 0, store, MEMORY_LIMIT, new Host("1", () -> 0), 0);
        return new Moment(NOW.toEpochMilli(), page, new ProcessFigures(0, 0, 10, 1_000));
    }

    private Attention attention() {
        return new Attention(moment(), before, BrokerConfig.ephemeral());
    }

    private static List<String> told(Attention attention) {
        return attention.found().stream()
                .map(need -> need.severity().word() + ": " + need.what())
                .toList();
    }

    @Test
    void a_broker_that_is_well_needs_none() {
        counters.add(Counter.PUBLISH_RECEIVED, 1_000);
        counters.record(Distribution.COMMIT_NANOS, 2_000_000);

        assertThat(told(attention().lookAtFigures(true))).isEmpty();
    }

    @Test
    void the_worst_is_told_first() {
        counters.add(Counter.DROPPED_EXPIRED, 1);
        counters.add(Counter.DROPPED_QUEUE_FULL, 2);
        counters.ended(ConnectionEnd.REFUSED, ReasonCode.NOT_AUTHORIZED);
        gauges.set(Gauge.HELD_BYTES, MEMORY_LIMIT + 1);

        assertThat(told(attention().lookAtFigures(true)))
                .containsExactly(
                        "critical: The memory for messages is full: 100 MiB of 100 MiB.",
                        "warning: 2 messages were not delivered in the last minute: queue full.",
                        "notice: 1 message was not delivered in the last minute: expired.",
                        "notice: Connections were refused in the last minute: 1 NOT AUTHORIZED.");
    }

    @Test
    void each_way_to_lose_a_message_says_what_to_do() {
        for (String cause : before.page().figures().droppedByCause().keySet()) {
            assertThat(Loss.of(cause).mend())
                    .as(cause)
                    .isNotEqualTo(Loss.of("unheard of").mend());
        }
    }

    @Test
    void a_store_that_takes_nothing_is_told_and_one_whose_disk_is_nearly_full() {
        store = new StoreFigures("disk_full", 0, 0, 0, 0, 1 << 20);

        assertThat(told(attention().lookAtFigures(false)))
                .containsExactly("critical: The store takes no messages: disk_full.");
        assertThat(told(attention().lookAtFigures(true)))
                .containsExactly("warning: The disk of the store is nearly full: 1 MiB are free.");
    }

    @Test
    void slow_commits_are_told() {
        counters.record(Distribution.COMMIT_NANOS, Duration.ofSeconds(1).toNanos());

        assertThat(told(attention().lookAtFigures(true)))
                .containsExactly("warning: Commits are slow: one of 100 took more than 537 ms.");
    }

    @Test
    void certificates_are_told_of_that_end_soon_or_have_ended() {
        Map<Path, Instant> ends = Map.of(
                Path.of("a.pem"), NOW.minusSeconds(1),
                Path.of("b.pem"), NOW.plus(Duration.ofDays(10)),
                Path.of("c.pem"), NOW.plus(Duration.ofDays(100)));

        assertThat(told(attention().lookAtCertificates(ends)))
                .containsExactly(
                        "critical: The certificate a.pem ended 2025-12-31T23:59:59Z.",
                        "warning: The certificate b.pem ends in 10 days.");
    }

    @Test
    void a_slow_client_is_named_to_those_alone_who_may_know() {
        List<Behind> behind = List.of(new Behind("lamp", true, 5, 3 << 20));

        assertThat(told(attention().lookAtClients(behind, true)))
                .containsExactly("warning: Client lamp is slow: 3 MiB wait for it.");
        assertThat(told(attention().lookAtClients(behind, false)))
                .containsExactly("warning: A client is slow: 3 MiB wait for it.");
    }
}
