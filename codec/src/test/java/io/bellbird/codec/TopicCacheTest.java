package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCacheTest {
    private final TopicCache topics = new TopicCache(4);

    @Test
    void a_topic_that_was_seen_is_the_same_object() {
        Topic first = topic("sensors/1/temperature");
        assertThat(first).isEqualTo(Topic.of("sensors/1/temperature"));
        assertThat(topic("sensors/1/temperature")).isSameAs(first);
    }

    @Test
    void more_topics_than_slots_are_still_right() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(topic("t/" + i)).isEqualTo(Topic.of("t/" + i));
            }
        }
    }

    @Test
    void a_long_topic_is_right_but_not_kept() {
        String name = "x".repeat(257);
        assertThat(topic(name)).isEqualTo(Topic.of(name)).isNotSameAs(topic(name));
    }

    @Test
    void a_topic_of_256_bytes_is_kept() {
        String name = "x".repeat(256);
        assertThat(topic(name)).isSameAs(topic(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "#", "a\u0000b", "a\nb"})
    void what_is_no_topic_name_is_null_each_time(String text) {
        assertThat(topic(text)).isNull();
        assertThat(topic(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 100})
    void the_slots_are_a_power_of_two_from_four_on(int slots) {
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicCache(slots));
    }

    private @Nullable Topic topic(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return topics.topic(Unpooled.wrappedBuffer(new byte[] {1}, utf8), 1, utf8.length);
    }
}
