package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    @ParameterizedTest
    @CsvSource({"1, 250, 500", "2, 500, 1000", "3, 1000, 2000", "7, 15000, 30000", "1000000, 15000, 30000"})
    void wait_doubles_up_to_the_longest_and_at_least_half_of_it_is_certain(int failures, long least, long most) {
        assertThat(Backoff.DEFAULT.delay(failures, () -> 0)).hasMillis(least);
        assertThat(Backoff.DEFAULT.delay(failures, () -> 0.999_999_9))
                .isBetween(Duration.ofMillis(most - 1), Duration.ofMillis(most));
    }

    @Test
    void long_waits_do_not_overflow() {
        Backoff years = new Backoff(Duration.ofDays(365), Duration.ofDays(3_650));
        for (int failures = 5; failures < 100; failures++) {
            assertThat(years.delay(failures, () -> 0)).isEqualTo(Duration.ofDays(1_825));
        }
    }

    @Test
    void waits_that_make_no_sense_are_refused() {
        Duration one = Duration.ofSeconds(1);
        for (Duration first : new Duration[] {Duration.ZERO, Duration.ofNanos(1), one.negated(), one.plusMillis(1)}) {
            assertThatThrownBy(() -> new Backoff(first, one)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
