package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CountersTest {
    /** Messages that are lost because somebody wanted it so. */
    private static final Set<Counter> NO_LIMITS = Set.of(Counter.DROPPED_EXPIRED, Counter.DROPPED_NOT_AUTHORIZED);

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

    @Test
    void every_way_to_lose_a_message_stands_in_the_page_of_limits_or_is_none() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "limits.md"));

        assertThat(Counter.values())
                .filteredOn(Counter::isLoss)
                .filteredOn(counter -> !NO_LIMITS.contains(counter))
                .allSatisfy(counter -> assertThat(page).contains("`" + counter.topic() + "`"));
    }
}
