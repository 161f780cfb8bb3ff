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

    private static void neverAsked() {
        throw new AssertionError("nobody asked for a reload");
    }

    private static void letPass(int moments) {
        for (int moment = 0; moment < moments; moment++) {
            Thread.onSpinWait();
        }
    }

    /** Asks for a reload in each round, and in the last for the stop. */
    private void reloadAndStop(Signals told, AtomicInteger done) {
        for (int round = 1; round <= ROUNDS; round++) {
            begun.incrementAndGet();
            told.reload();
            letPass(round % STOP_MOMENTS);
        }
        while (done.get() < ROUNDS) { // the last one counts, whatever came together before
            Thread.onSpinWait();
        }
        told.stop();
    }

    @Test
    void a_reload_is_run_after_the_last_signal_that_asked_for_it() throws Exception {
        Signals told = new Signals();
        AtomicInteger done = new AtomicInteger();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> reloadAndStop(told, done));

        told.awaitStop(() -> done.set(begun.get()));

        stopped.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whoever_waits_for_the_stop_hears_of_it_whenever_it_comes() throws Exception {
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(this::stop);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                begun.incrementAndGet();
                letPass(round % WAIT_MOMENTS);
                signals[round].awaitStop(SignalsStressTest::neverAsked);
                signals[round].awaitStop(SignalsStressTest::neverAsked);
            }
        } finally {
            begun.set(ROUNDS);
        }
        stopped.get(20, TimeUnit.SECONDS);
    }
}
