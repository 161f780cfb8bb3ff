package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread cannot show of {@link Signals}. */
@Timeout(60)
class SignalsStressTest {
    private static final int ROUNDS = 500;

    @Test
    void whoever_waits_for_the_stop_hears_of_it_however_many_stop_the_process() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Signals signals = new Signals();
            CompletableFuture<Void> first = CompletableFuture.runAsync(signals::stop);
            CompletableFuture<Void> second = CompletableFuture.runAsync(signals::stop);
            signals.awaitStop();
            CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);
            signals.awaitStop();
        }
        assertThat(Thread.interrupted()).isFalse();
    }
}
