package io.bellbird.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread cannot show of {@link Signals}. */
@Timeout(60)
class SignalsStressTest {
    private static final int ROUNDS = 20_000;
    /** So many different moments at which somebody begins to wait, */
    private static final int WAIT_MOMENTS = 61;
    /** and at which the stop comes. */
    private static final int STOP_MOMENTS = 64;

    private final Signals[] signals =
            IntStream.range(0, ROUNDS).mapToObj(round -> new Signals()).toArray(Signals[]::new);
    /** How many rounds have begun. */
    private final AtomicInteger begun = new AtomicInteger();

    private void stop() {
        for (int round = 0; round < ROUNDS; round++) {
            while (begun.get() <= round) {
                Thread.onSpinWait();
            }
            letPass(round % STOP_MOMENTS);
            signals[round].stop();
        }
    }

    private static void letPass(int moments) {
        for (int moment = 0; moment < moments; moment++) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoever_waits_for_the_stop_hears_of_it_whenever_it_comes() throws Exception {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stop);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                begun.incrementAndGet();
                letPass(round % WAIT_MOMENTS);
                signals[round].awaitStop();
                signals[round].awaitStop();
            }
        } finally {
            begun.set(ROUNDS);
        }
        stopped.get(20, TimeUnit.SECONDS);
    }
}
