package io.bellbird.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final NumberedStream first = new NumberedStream(0, "t/0");
    private final NumberedStream second = new NumberedStream(1, "t/1");
    private final Arrivals arrivals = new Arrivals(List.of(first, second), true);

    private static void acknowledge(NumberedStream stream, int messages) {
        for (int i = 0; i < messages; i++) {
            stream.acknowledged(stream.next());
        }
    }

    @Test
    void what_was_acknowledged_and_did_not_come_is_missing() {
        acknowledge(first, 3);
        acknowledge(second, 2);
        arrivals.add(0, 0);
        arrivals.add(0, 2);

        assertThat(arrivals.missing()).isEqualTo(3);
        assertThat(arrivals.received()).isEqualTo(2);
    }

    @Test
    void what_was_not_acknowledged_need_not_come_and_may() {
        acknowledge(first, 1);
        int unacknowledged = first.next();
        arrivals.add(0, 0);
        assertThat(arrivals.missing()).isZero();

        arrivals.add(0, unacknowledged);

        assertThat(arrivals.missing()).isZero();
        assertThat(arrivals.duplicated()).isZero();
    }

    @Test
    void what_comes_once_more_is_a_duplicate_and_not_out_of_order() {
        arrivals.add(0, 0);
        arrivals.add(0, 1);
        arrivals.add(0, 0);

        assertThat(arrivals.duplicated()).isEqualTo(1);
        assertThat(arrivals.outOfOrder()).isZero();
    }

    @Test
    void what_comes_after_a_later_one_of_its_stream_is_out_of_order() {
        arrivals.add(0, 1);
        arrivals.add(1, 0);
        arrivals.add(0, 0);
        arrivals.add(0, 2);

        assertThat(arrivals.outOfOrder()).isEqualTo(1);
    }

    @Test
    void those_who_share_a_subscription_have_no_order_together() {
        Arrivals shared = new Arrivals(List.of(first), false);

        shared.add(0, 1);
        shared.add(0, 0);

        assertThat(shared.outOfOrder()).isZero();
    }
}
