package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CountersTest {
    private final Counters counters = new Counters();

    @Test
    void every_counter_begins_at_zero() {
        for (Counter counter : Counter.values()) {
            assertThat(counters.get(counter)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_counter_counts_for_itself_alone(Counter counter) {
        counters.increment(counter);
        counters.increment(counter);

        for (Counter other : Counter.values()) {
            assertThat(counters.get(other)).isEqualTo(other == counter ? 2 : 0);
        }
    }
}
