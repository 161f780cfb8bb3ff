package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadAverageTest {
    private static final double THREE_SECONDS = 0.05;

    private final LoadAverage load = new LoadAverage();

    private List<String> texts() {
        return IntStream.range(0, load.size()).mapToObj(load::text).toList();
    }

    @Test
    void averages_are_over_1_5_and_15_minutes_and_begin_at_0() {
        assertThat(IntStream.range(0, load.size()).mapToObj(load::name)).containsExactly("1min", "5min", "15min");
        assertThat(texts()).containsOnly("0.00");
    }

    /** The figures are those that Mosquitto 2.0.11 gave for 4, 20 and 20 messages after 3, 6 and 9 seconds. */
    @Test
    void averages_are_those_of_mosquitto() {
        load.update(4, THREE_SECONDS);
        assertThat(texts()).containsExactly("3.90", "0.80", "0.27");

        load.update(20, THREE_SECONDS);
        assertThat(texts()).containsExactly("19.32", "3.97", "1.33");

        load.update(20, THREE_SECONDS);
        assertThat(texts()).startsWith("18.38", "3.93");
    }

    @Test
    void a_steady_rate_is_what_the_averages_come_to_and_rest_is_0() {
        for (int i = 1; i <= 2_000; i++) {
            load.update(i * 7L, THREE_SECONDS);
        }
        assertThat(texts()).startsWith("140.00", "140.00");

        for (int i = 0; i < 10_000; i++) {
            load.update(2_000 * 7, THREE_SECONDS);
        }
        assertThat(texts()).containsOnly("0.00");
    }
}
