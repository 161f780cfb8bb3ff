package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread cannot show of {@link StoreHealth}. */
@Timeout(90)
class StoreHealthStressTest {
    private static final int CHANGES_EACH = 1_000_000;
    /** So long whoever asks has asked in vain that its loop is compiled. */
    private static final long LONG_WAIT_MILLIS = 250;

    private final StoreHealth health = new StoreHealth();

    private void committerFailsAndRecovers() {
        for (int i = 0; i < CHANGES_EACH; i++) {
            health.failed(true);
            expect(health.status() == StoreStatus.FAILED && !health.isAccepting());
            health.failed(false);
            expect(health.status() != StoreStatus.FAILED);
        }
    }

    private void timerFindsLittleAndEnough() {
        for (int i = 0; i < CHANGES_EACH; i++) {
            health.spaceLow(true);
            expect(health.isSpaceLow() && !health.isAccepting());
            health.spaceLow(false);
            expect(!health.isSpaceLow() && health.status() != StoreStatus.LOW_SPACE);
        }
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new AssertionError("what a thread has written, another has changed");
        }
    }

    @Test
    void what_one_thread_says_no_other_takes_back() throws Exception {
        Racers.race(this::committerFailsAndRecovers, this::timerFindsLittleAndEnough);

        assertThat(health.status()).isEqualTo(StoreStatus.WORKING);
    }

    // Whoever asks does nothing else that would show it what another thread has done.

    private void awaitFailure() {
        while (health.isAccepting()) {
            // until the other thread has said so
        }
    }

    private void awaitLittleSpace() {
        while (!health.isSpaceLow()) {
            // until the other thread has said so
        }
    }

    private void awaitDamage() {
        while (health.status() != StoreStatus.DAMAGED) {
            // until the other thread has said so
        }
    }

    private static Racers.Task later(Runnable change) {
        return () -> {
            TimeUnit.MILLISECONDS.sleep(LONG_WAIT_MILLIS);
            change.run();
        };
    }

    @Test
    void whoever_asks_hears_of_every_change() throws Exception {
        Racers.race(this::awaitFailure, later(() -> health.failed(true)));
        Racers.race(this::awaitLittleSpace, later(() -> health.spaceLow(true)));
        Racers.race(this::awaitDamage, later(health::damaged));
    }
}
