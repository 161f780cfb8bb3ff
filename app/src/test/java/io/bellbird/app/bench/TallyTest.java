package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void errors_are_counted_by_what_was_done_and_why_it_failed() {
        tally.error("connect", new IOException("client a", new ConnectException("refused")));
        tally.error("connect", new IOException("client b", new ConnectException("refused")));
        tally.error("publish", "gone");

        assertThat(tally.errors()).isEqualTo(Map.of("connect: Connect: refused", 2L, "publish: gone", 1L));
        assertThat(tally.failed.sum()).isEqualTo(3);
    }

    @Test
    void there_are_only_so_many_different_reasons() {
        for (int i = 0; i < 1_000; i++) {
            tally.error("publish", "reason " + i);
        }

        assertThat(tally.errors()).hasSizeLessThan(60).containsEntry("publish: reason 1", 1L);
        assertThat(tally.errors().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(1_000);
    }

    @Test
    void what_was_shown_lately_still_counts_in_all() {
        tally.latency.add(1_000_000);
        assertThat(tally.latency.lately().count()).isEqualTo(1);
        assertThat(tally.latency.lately()).isEqualTo(Percentiles.NONE);
        tally.latency.add(-5);

        assertThat(tally.latency.all().count()).isEqualTo(2);
    }
}
