package io.bellbird.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @Test
    void levels_are_what_is_between_the_slashes() {
        assertThat(Topic.of("a").levels()).containsExactly("a");
        assertThat(Topic.of("/").levels()).containsExactly("", "");
        assertThat(Topic.of("/a//b/").levels()).containsExactly("", "a", "", "b", "");
    }

    @Test
    void only_a_leading_dollar_makes_a_topic_reserved() {
        assertThat(Topic.of("$SYS/x").isReserved()).isTrue();
        assertThat(Topic.of("a/$SYS").isReserved()).isFalse();
    }

    @Test
    void topics_are_equal_by_text() {
        assertThat(Topic.of("a/b")).isEqualTo(Topic.of("a/b")).hasSameHashCodeAs(Topic.of("a/b"));
        assertThat(Topic.of("a/b")).isNotEqualTo(Topic.of("a/B"));
    }

    @Test
    void a_topic_has_at_most_65535_bytes() {
        assertThat(Topic.of("\u00E9".repeat(32_767)).utf8()).hasSize(65_534);
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of("\u00E9".repeat(32_768)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "a/#", "a\u0000"})
    void what_is_no_topic_name_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Topic.of(text));
    }
}
