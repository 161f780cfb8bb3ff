package io.bellbird.broker.shard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients, shards and a store that do as a seed says: whatever was acknowledged arrives, QoS 2 once, and in order, also
 * when the broker is killed at any moment. That no client gets more than its Receive Maximum, or a packet id twice, is
 * seen to by {@link FakeWire}. A failure says its seed, and is the same each time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationTest {
    private final Course course = new Course();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, SeededRun.SHARDS_MAX})
    void what_was_acknowledged_arrives_whatever_happens(int shards) {
        SeededRun.SIMULATION.runAll(shards, course);
    }

    @AfterAll
    void assertEnoughHappened() {
        SeededRun.SIMULATION.assertEnough(course);
    }
}
