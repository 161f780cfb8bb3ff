package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Durability;
import io.bellbird.codec.Topic;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedRaceTest {
    private static final int CHANGES = 20_000;
    private static final int TOPICS = 10;

    @TempDir
    Path temporary;

    @Test
    void two_shards_that_change_one_topic_leave_the_store_with_what_is_retained() throws Exception {
        try (StoreFixture fixture = new StoreFixture(temporary.resolve("data"))) {
            fixture.open();
            Thread other = new Thread(() -> change(fixture, 1));
            other.start();
            change(fixture, 2);
            other.join();
            fixture.commit(batch -> {});

            Map<String, Publication> retained = new TreeMap<>();
            fixture.retained.forEach((topic, publication) -> retained.put(topic.text(), publication));
            fixture.reopen();
            assertThat(fixture.found().retained).isEqualTo(retained);
        }
    }

    private static void change(StoreFixture fixture, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CHANGES; i++) {
            Topic topic = Topic.of("topic" + random.nextInt(TOPICS));
            if (random.nextInt(3) == 0) {
                fixture.retained.remove(topic);
            } else {
                fixture.retained.put(topic, StoreFixture.publication(topic.text(), seed + " " + i));
            }
            fixture.begin(Durability.MEMORY, batch -> batch.retainedChanged(topic));
        }
    }
}
