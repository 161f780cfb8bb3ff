package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void plain_text_stays_as_it_is() {
        assertThat(LogText.of("sensor-17_b/ä日本😀")).isEqualTo("sensor-17_b/ä日本😀");
        assertThat(LogText.of("")).isEmpty();
        assertThat(LogText.sentence("QoS 3 is none")).isEqualTo("QoS 3 is none");
    }

    @Test
    void what_could_end_a_value_or_a_line_is_escaped() {
        assertThat(LogText.of("a b")).isEqualTo("a\\u0020b");
        assertThat(LogText.of("a\nclient=admin")).isEqualTo("a\\u000aclient=admin");
        assertThat(LogText.of("\r\t\0\u001b[31m")).isEqualTo("\\u000d\\u0009\\u0000\\u001b[31m");
        assertThat(LogText.of("\"\\")).isEqualTo("\\u0022\\u005c");
        assertThat(LogText.of("\u0085\u2028\u2029")).isEqualTo("\\u0085\\u2028\\u2029");
        assertThat(LogText.sentence("a b\nc")).isEqualTo("a b\\u000ac");
    }

    @Test
    void what_cannot_be_seen_or_turns_the_direction_is_escaped() {
        assertThat(LogText.of("user\u202enimda")).isEqualTo("user\\u202enimda");
        assertThat(LogText.of("a\u200bb\ufeffc\u00a0d")).isEqualTo("a\\u200bb\\ufeffc\\u00a0d");
        assertThat(LogText.of("\ufffe")).isEqualTo("\\ufffe");
    }

    @Test
    void half_of_a_surrogate_pair_is_escaped() {
        assertThat(LogText.of("a\ud83db")).isEqualTo("a\\ud83db");
        assertThat(LogText.of("a\ude00b")).isEqualTo("a\\ude00b");
    }

    @Test
    void long_text_is_cut_and_marked() {
        assertThat(LogText.of("x".repeat(128))).isEqualTo("x".repeat(128));
        assertThat(LogText.of("x".repeat(129))).isEqualTo("x".repeat(128) + "...");
        assertThat(LogText.of("x".repeat(65_535))).isEqualTo("x".repeat(128) + "...");
    }

    @Test
    void escaped_text_is_cut_and_marked_too() {
        assertThat(LogText.of("\n".repeat(21))).isEqualTo("\\u000a".repeat(21));
        assertThat(LogText.of("\n".repeat(100))).isEqualTo("\\u000a".repeat(22) + "...");
    }
}
