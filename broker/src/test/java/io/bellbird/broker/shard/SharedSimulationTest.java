package io.bellbird.broker.shard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shared group whose members come and go, brokers that crash, sessions that end. A failure says its seed, and is the
 * same each time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedSimulationTest {
    private final Course course = new Course();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, SeededRun.SHARDS_MAX})
    void each_message_arrives_at_one_member(int shards) {
        SeededRun.SHARED.runAll(shards, course);
    }

    @AfterAll
    void assertEnoughHappened() {
        SeededRun.SHARED.assertEnough(course);
    }
}
