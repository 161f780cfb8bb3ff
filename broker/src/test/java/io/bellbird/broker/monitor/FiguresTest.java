package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private final Counters counters = new Counters();
    private final Gauges gauges = new Gauges();

    @Test
    void figures_do_not_change_with_what_they_were_taken_from() {
        counters.add(Counter.BYTES_SENT, 5);
        gauges.queued(2, 700);

        Figures figures = Figures.of(counters, gauges);
        counters.increment(Counter.BYTES_SENT);
        gauges.queued(-1, -300);

        assertThat(figures.get(Counter.BYTES_SENT)).isEqualTo(5);
        assertThat(figures.get(Gauge.QUEUED_MESSAGES)).isEqualTo(2);
        assertThat(figures.get(Gauge.QUEUED_BYTES)).isEqualTo(700);
    }

    @Test
    void figures_of_several_shards_are_added_one_by_one() {
        for (Counter counter : Counter.values()) {
            counters.add(counter, counter.index() + 1);
        }
        for (Gauge gauge : Gauge.values()) {
            gauges.set(gauge, gauge.index() + 1);
        }
        Figures one = Figures.of(counters, gauges);

        Figures sum = Figures.sum(List.of(one, one, one));

        for (Counter counter : Counter.values()) {
            assertThat(sum.get(counter)).as(counter.name()).isEqualTo(3L * (counter.index() + 1));
        }
        for (Gauge gauge : Gauge.values()) {
            assertThat(sum.get(gauge)).as(gauge.name()).isEqualTo(3L * (gauge.index() + 1));
        }
    }

    /** A letter is added by the shard that sends it, and taken off by the one that reads it and may have told before. */
    @Test
    void together_no_level_is_below_0() {
        gauges.set(Gauge.HELD_BYTES, -700);

        Figures sum = Figures.sum(List.of(Figures.of(counters, gauges), Figures.sum(List.of())));

        assertThat(sum.get(Gauge.HELD_BYTES)).isZero();
    }

    @Test
    void what_is_dropped_or_rejected_for_any_reason_counts_as_lost_and_nothing_else_does() {
        long reasons = 0;
        for (Counter counter : Counter.values()) {
            counters.increment(counter);
            reasons += counter.name().matches("(DROPPED|REJECTED)_.*") ? 1 : 0;
        }

        assertThat(reasons).isPositive();
        assertThat(Figures.of(counters, gauges).lost()).isEqualTo(reasons);
    }

    @Test
    void every_counter_has_a_topic_of_its_own() {
        assertThat(Arrays.stream(Counter.values()).map(Counter::topic)).doesNotHaveDuplicates();
    }
}
