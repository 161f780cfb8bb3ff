package io.bellbird.console.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void an_even_flow_has_its_rate_from_the_first_seconds_on() {
        Rate rate = new Rate(0);
        for (int quarter = 1; quarter <= 400; quarter++) {
            rate.add(25, quarter * SECOND / 4);
            if (quarter >= 8) {
                assertThat(rate.perSecond(quarter * SECOND / 4)).isCloseTo(100, within(6.0));
            }
        }
    }

    @Test
    void it_fades_when_nothing_comes() {
        Rate rate = new Rate(0);
        for (int second = 1; second <= 100; second++) {
            rate.add(10, second * SECOND);
        }

        assertThat(rate.perSecond(105 * SECOND)).isCloseTo(11 / Math.E, within(0.5));
        assertThat(rate.perSecond(200 * SECOND)).isLessThan(0.001);
    }

    @Test
    void one_message_at_the_very_beginning_is_one_a_second_at_most() {
        Rate rate = new Rate(0);
        rate.add(1, 1);

        assertThat(rate.perSecond(1)).isBetween(0.9, 1.2);
    }
}
