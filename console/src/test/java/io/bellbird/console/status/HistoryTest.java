package io.bellbird.console.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History(1, 3);

    private void add(long time, double value) {
        double[] moment = new double[Series.values().length];
        Arrays.fill(moment, value);
        history.add(time, moment);
    }

    @Test
    void the_oldest_falls_out_and_what_is_older_than_asked_for_is_left_out() {
        for (int i = 1; i <= 5; i++) {
            add(i * 1_000L, i);
        }

        assertThat(history.since(0).times()).containsExactly(3_000L, 4_000L, 5_000L);
        assertThat(history.since(4_000).series().get("clients")).containsExactly(4f, 5f);
        assertThat(history.since(9_000).times()).isEmpty();
    }

    @Test
    void what_is_not_known_is_null() {
        add(1_000, Double.NaN);

        assertThat(history.since(0).series().get("commit_p99_millis")).containsExactly((Float) null);
    }

    @Test
    void a_minute_has_the_mean_of_its_seconds_and_the_longest_of_times() {
        add(1_000, 1);
        add(2_000, 3);

        double[] merged = history.merged(60);

        assertThat(merged[Series.MESSAGES_IN.index()]).isEqualTo(2);
        assertThat(merged[Series.COMMIT_P99_MILLIS.index()]).isEqualTo(3);
    }
}
