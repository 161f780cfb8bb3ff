package io.bellbird.e2e.crash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is acknowledged survives {@code kill -9}. More rounds: {@code e2e/crash-rounds}. */
final class CrashRoundsTest {
    private static final int ROUNDS = 20;

    @Test
    @Timeout(480)
    void twenty_kills_under_load_lose_nothing_that_was_acknowledged() {
        long seed = System.nanoTime() % 1_000_000;
        try (CrashRounds rounds = CrashRounds.killing(seed)) {
            for (int round = 0; round < ROUNDS; round++) {
                System.out.println("seed " + seed + ", " + rounds.next());
            }
        }
    }
}
