package io.bellbird.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Traffic traffic = new Traffic(0);

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            traffic.sent(100);
        }
    }

    @Test
    void the_first_rates_are_those_since_the_connection_began() {
        send(20);

        assertThat(traffic.look(2 * SECOND).rates()).isEqualTo(new Traffic.Rates(0, 0, 10, 1_000));
    }

    @Test
    void later_rates_are_those_since_the_look_before() {
        send(20);
        traffic.look(2 * SECOND);
        send(3);

        Traffic.Look look = traffic.look(3 * SECOND);

        assertThat(look.rates().sent()).isEqualTo(3);
        assertThat(look.counts().sent()).isEqualTo(23);
    }

    @Test
    void two_who_look_do_not_take_the_rates_from_each_other() {
        send(20);
        Traffic.Look first = traffic.look(2 * SECOND);
        send(1);

        assertThat(traffic.look(2 * SECOND + SECOND / 10)).isSameAs(first);
    }

    @Test
    void a_look_at_the_very_beginning_has_no_rate() {
        send(1);

        assertThat(traffic.look(0).rates()).isEqualTo(Traffic.Rates.NONE);
    }
}
