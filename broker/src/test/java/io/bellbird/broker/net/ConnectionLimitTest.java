package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void as_many_as_may_be_are_added_and_no_more_until_one_is_removed() {
        ConnectionLimit limit = new ConnectionLimit(new ConnectionLimit.Limit("max", 2), nanos::get);

        assertThat(limit.add("a")).isTrue();
        assertThat(limit.add("b")).isTrue();
        assertThat(limit.add("c")).isFalse();
        assertThat(limit.open()).isEqualTo(2);

        limit.remove();
        assertThat(limit.add("d")).isTrue();
    }

    @Test
    void a_negative_number_is_no_limit_and_0_lets_nobody_in() {
        ConnectionLimit none = new ConnectionLimit(new ConnectionLimit.Limit("max", -1), nanos::get);
        assertThat(none.add("a")).isTrue();
        assertThat(none.open()).isEqualTo(1);

        assertThat(new ConnectionLimit(new ConnectionLimit.Limit("max", 0), nanos::get).add("a"))
                .isFalse();
    }

    @Test
    void the_operating_system_leaves_room_for_all_its_files_but_200() {
        assertThat(OpenFiles.connectionsMax(65_536)).isEqualTo(65_336);
        assertThat(OpenFiles.connectionsMax(1_024)).isEqualTo(824);
        assertThat(OpenFiles.connectionsMax(64)).isEqualTo(1);
        assertThat(OpenFiles.connectionsMax(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(OpenFiles.connectionsMax()).isPositive();
    }
}
