package io.bellbird.console.topics;

import static io.bellbird.console.topics.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Topic;
import org.junit.jupiter.api.Test;

class LastMessagesTest {
    private final LastMessages messages = new LastMessages();

    @Test
    void only_the_last_message_of_topics_that_are_watched_is_kept() {
        assertThat(messages.watch(Topic.of("a"), 0)).isTrue();
        assertThat(messages.watch(Topic.of("a"), 1)).isFalse();

        messages.take(0, message("a", "1"), 1);
        messages.take(1, message("a", "2"), 2);
        messages.take(0, message("b", "3"), 3);

        assertThat(messages.get(Topic.of("a")).publication().payload().toUtf8()).isEqualTo("2");
        assertThat(messages.get(Topic.of("b"))).isNull();
        assertThat(messages.wants(Topic.of("b"))).isFalse();
    }

    @Test
    void a_topic_is_watched_for_an_hour_after_the_last_question() {
        messages.watch(Topic.of("a"), 0);
        messages.watch(Topic.of("b"), 0);
        messages.take(0, message("a", "1"), 1);
        messages.watch(Topic.of("b"), LastMessages.WATCHED_NANOS);

        messages.expire(LastMessages.WATCHED_NANOS + 1);

        assertThat(messages.wants(Topic.of("a"))).isFalse();
        assertThat(messages.wants(Topic.of("b"))).isTrue();
        assertThat(messages.bytes()).isZero();
    }

    @Test
    void of_too_many_topics_the_one_goes_that_was_asked_for_first() {
        for (int i = 0; i <= LastMessages.TOPICS_MAX; i++) {
            messages.watch(Topic.of("t/" + i), i);
        }

        assertThat(messages.wants(Topic.of("t/0"))).isFalse();
        assertThat(messages.wants(Topic.of("t/1"))).isTrue();
        assertThat(messages.wants(Topic.of("t/" + LastMessages.TOPICS_MAX))).isTrue();
    }

    @Test
    void above_the_limit_of_memory_a_message_is_kept_without_its_payload() {
        for (int i = 0; i < 50; i++) {
            messages.watch(Topic.of("t/" + i), 0);
            messages.take(0, message("t/" + i, 1 << 20), i);
        }

        assertThat(messages.bytes()).isLessThanOrEqualTo(LastMessages.BYTES_MAX);
        assertThat(messages.get(Topic.of("t/0")).isWhole()).isTrue();
        Seen last = messages.get(Topic.of("t/49"));
        assertThat(last.isWhole()).isFalse();
        assertThat(last.payloadBytes()).isEqualTo(1 << 20);
    }
}
