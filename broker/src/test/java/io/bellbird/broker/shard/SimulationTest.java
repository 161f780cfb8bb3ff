package io.bellbird.broker.shard;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients, shards and a store that do as a seed says: whatever was acknowledged arrives, QoS 2 once, and in order, also
 * when the broker is killed at any moment. That no client gets more than its Receive Maximum, or a packet id twice, is
 * seen to by {@link FakeWire}. A failure says its seed, and is the same each time.
 */
class SimulationTest {
    /** Fewer on a store that is slower. */
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2_500);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void what_was_acknowledged_arrives_whatever_happens(int shards) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new Simulation(seed, shards).run();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("with seed " + seed + " and " + shards + " shards", failure);
            }
        }
    }
}
