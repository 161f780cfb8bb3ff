package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void at_a_steady_rate_things_are_due_at_equal_distances() {
        Pace pace = new Pace(1_000, 0);

        assertThat(pace.dueNanos(0)).isZero();
        assertThat(pace.dueNanos(1)).isEqualTo(1_000_000);
        assertThat(pace.dueNanos(5_000)).isEqualTo(5 * SECOND);
    }

    @Test
    void a_rate_that_rises_begins_slowly_and_is_reached_at_the_end_of_the_ramp() {
        Pace pace = new Pace(1_000, 4);

        assertThat(pace.dueNanos(0)).isZero();
        assertThat(pace.dueNanos(500)).as("a quarter of what the ramp has").isEqualTo(2 * SECOND);
        assertThat(pace.dueNanos(2_000)).as("half of what a steady rate has").isEqualTo(4 * SECOND);
        assertThat(pace.dueNanos(3_000)).isEqualTo(5 * SECOND);
    }

    @Test
    void nothing_is_due_before_what_comes_before_it() {
        Pace pace = new Pace(333, 1.5);

        for (int i = 1; i < 2_000; i++) {
            assertThat(pace.dueNanos(i)).isGreaterThan(pace.dueNanos(i - 1));
        }
    }
}
