package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What one thread cannot show of {@link ConnectionLimit}. */
class ConnectionLimitStressTest {
    private static final int ATTEMPTS_EACH = 1_000_000;
    private static final int CONNECTIONS_MAX = 2;

    private final ConnectionLimit limit =
            new ConnectionLimit(new ConnectionLimit.Limit("max_connections", CONNECTIONS_MAX), () -> 0);
    /** Counted from when a connection is let in until it begins to go, so that it is never too high. */
    private final AtomicInteger kept = new AtomicInteger();

    private void comeAndGo() {
        for (int i = 0; i < ATTEMPTS_EACH; i++) {
            if (limit.add("peer")) {
                if (kept.incrementAndGet() > CONNECTIONS_MAX) {
                    throw new AssertionError("more than " + CONNECTIONS_MAX + " were let in");
                }
                kept.decrementAndGet();
                limit.remove();
            }
        }
    }

    @Test
    void never_more_are_let_in_than_may_be_and_none_is_counted_that_has_gone() throws Exception {
        Racers.race(this::comeAndGo, this::comeAndGo, this::comeAndGo);

        assertThat(limit.open()).isZero();
        assertThat(limit.add("a") && limit.add("b")).isTrue();
        assertThat(limit.add("c")).isFalse();
    }
}
