package io.bellbird.e2e.kill;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A queue on disk outlives {@code kill -9}. More rounds: {@code e2e/client-kills}. */
final class KillRoundsTest {
    private static final int ROUNDS = 5;

    @Test
    @Timeout(240)
    void what_a_killed_client_has_kept_arrives_in_order_and_once_with_qos_2() {
        long seed = System.nanoTime() % 1_000_000;
        try (KillRounds kills = new KillRounds(seed)) {
            System.out.println("seed " + seed + ", " + kills.run(ROUNDS));
        }
    }
}
