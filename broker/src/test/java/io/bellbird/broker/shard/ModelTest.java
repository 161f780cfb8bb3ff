package io.bellbird.broker.shard;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One operation after the other, on a broker and on a model of it that knows neither shards nor a store. A failure says
 * its seed, and is the same each time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelTest {
    private final Course course = new Course();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, SeededRun.SHARDS_MAX})
    void a_broker_does_what_the_model_does(int shards) {
        SeededRun.MODEL.runAll(shards, course);
    }

    @AfterAll
    void assertEnoughHappened() {
        SeededRun.MODEL.assertEnough(course);
    }
}
