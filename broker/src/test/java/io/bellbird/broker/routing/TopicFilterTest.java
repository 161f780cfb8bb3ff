package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "//",
                "/a",
                "a/",
                "#",
                "+",
                "/#",
                "/+",
                "+/+",
                "+/#",
                "a/#",
                "a/+/b",
                "+/a/#",
                "$SYS/#",
                " ",
                "a b/c",
                "Äpfel/+",
                "$share/g/a"
            })
    void what_the_standard_allows_is_a_filter(String text) {
        assertThat(TopicFilter.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a#            | MQTT-4.7.1-1",
                "#/a           | MQTT-4.7.1-1",
                "a/#/b         | MQTT-4.7.1-1",
                "sport/tennis# | MQTT-4.7.1-1",
                "##            | MQTT-4.7.1-1",
                "#/            | MQTT-4.7.1-1",
                "+#            | MQTT-4.7.1-2",
                "sport+        | MQTT-4.7.1-2",
                "+a            | MQTT-4.7.1-2",
                "a/b+/c        | MQTT-4.7.1-2",
                "++            | MQTT-4.7.1-2",
                "\"\"          | MQTT-4.7.3-1",
            })
    void what_the_standard_forbids_is_malformed(String text, String statement) {
        assertMalformed(text, statement);
    }

    @Test
    void a_null_character_is_malformed() {
        assertMalformed("a/\0/b", "MQTT-4.7.3-2");
    }

    @Test
    void a_filter_has_at_most_65535_bytes() {
        assertThat(TopicFilter.parse("a".repeat(65_535)).text()).hasSize(65_535);
        assertThat(TopicFilter.parse("ä".repeat(32_767)).text()).hasSize(32_767);
        assertMalformed("a".repeat(65_536), "MQTT-4.7.3-3");
        assertMalformed("ä".repeat(32_768), "MQTT-4.7.3-3");
        assertMalformed("\u20ac".repeat(21_846), "MQTT-4.7.3-3");
    }

    private static void assertMalformed(String text, String statement) {
        assertThatExceptionOfType(ProtocolError.class)
                .isThrownBy(() -> TopicFilter.parse(text))
                .satisfies(error -> {
                    assertThat(error.reason()).isEqualTo(ReasonCode.MALFORMED_PACKET);
                    assertThat(error.statement()).isEqualTo(statement);
                });
    }

    @ParameterizedTest
    @CsvSource({
        // sections 4.7.1.2, 4.7.1.3 and 4.7.2, then the corners
        "sport/tennis/player1/#, sport/tennis/player1, true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking, true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
        "sport/tennis/player1/#, sport/tennis/player10, false",
        "sport/#, sport, true",
        "sport/#, sports, false",
        "#, sport, true",
        "#, /finance, true",
        "sport/tennis/+, sport/tennis/player1, true",
        "sport/tennis/+, sport/tennis/player2, true",
        "sport/tennis/+, sport/tennis/player1/ranking, false",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "+/+, /finance, true",
        "/+, /finance, true",
        "+, /finance, false",
        "+, finance, true",
        "+/tennis/#, sport/tennis, true",
        "+/tennis/#, sport/tennis/x/y, true",
        "#, $SYS/broker, false",
        "#, $SYS, false",
        "+/monitor/Clients, $SYS/monitor/Clients, false",
        "+, $SYS, false",
        "+/#, $SYS, false",
        "$SYS/#, $SYS/, true",
        "$SYS/#, $SYS, true",
        "$SYS/monitor/+, $SYS/monitor/Clients, true",
        "sport/#, sport/$x, true",
        "sport/+, sport/$x, true",
        "ACCOUNTS, Accounts, false",
        "Accounts payable, Accounts payable, true",
        "/finance, finance, false",
        "finance/, finance, false",
        "a//b, a//b, true",
        "a/+/b, a//b, true",
        "a//b, a/b, false",
        "a/#, a/, true",
        "a/+/#, a, false",
        "a/+/#, a/, true",
        "a/+/#, a/b, true",
        "+/, a/, true",
        "+/, a, false",
        "+/+/+, //, true",
        "/, /, true",
        "/#, /, true",
        "/#, a, false",
        "/+/b, /a/b, true",
        "ab, a, false",
        "a, ab, false",
    })
    void a_filter_matches_as_the_standard_says(String filter, String topic, boolean expected) {
        assertThat(TopicFilter.parse(filter).matches(Topic.of(topic))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_filter_matches_as_the_plain_recursive_definition_says(long seed) {
        Random random = new Random(seed);
        RandomNames names = new RandomNames(random);
        for (int i = 0; i < 100_000; i++) {
            TopicFilter filter = names.filter();
            Topic topic = names.topic();
            boolean reserved = topic.isReserved() && filter.startsWithWildcard();
            assertThat(filter.matches(topic))
                    .as("seed %d: %s on %s", seed, filter, topic)
                    .isEqualTo(!reserved && plainlyMatches(filter.levels(), topic.levels()));
        }
    }

    private static boolean plainlyMatches(List<String> filter, List<String> topic) {
        if (filter.isEmpty()) {
            return topic.isEmpty();
        }
        if (filter.get(0).equals("#")) {
            return true;
        }
        return !topic.isEmpty()
                && (filter.get(0).equals("+") || filter.get(0).equals(topic.get(0)))
                && plainlyMatches(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
    }

    @Test
    void a_filter_knows_its_levels_and_wildcards() {
        TopicFilter filter = TopicFilter.parse("/a/+/#");
        assertThat(filter.levels()).containsExactly("", "a", "+", "#");
        assertThat(filter.hasWildcards()).isTrue();
        assertThat(filter.startsWithWildcard()).isFalse();
        assertThat(TopicFilter.parse("+/a").startsWithWildcard()).isTrue();
        assertThat(TopicFilter.parse("#").startsWithWildcard()).isTrue();
        assertThat(TopicFilter.parse("a/b").hasWildcards()).isFalse();
    }

    @Test
    void filters_are_equal_by_text() {
        assertThat(TopicFilter.parse("a/+")).isEqualTo(TopicFilter.parse("a/+")).hasSameHashCodeAs("a/+");
        assertThat(TopicFilter.parse("a/+")).isNotEqualTo(TopicFilter.parse("a/#"));
    }

    @Test
    void a_filter_of_tens_of_thousands_of_levels_is_matched_without_deep_calls() {
        String slashes = "/".repeat(65_000);
        assertThat(TopicFilter.parse("+/".repeat(32_000) + "#").matches(Topic.of(slashes)))
                .isTrue();
    }
}
