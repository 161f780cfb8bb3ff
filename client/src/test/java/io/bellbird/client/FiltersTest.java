package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
    @ParameterizedTest
    @CsvSource({
        "#, a/b, true",
        "#, /, true",
        "#, $SYS/a, false",
        "+/a, $SYS/a, false",
        "$SYS/#, $SYS/a, true",
        "$SYS/#, $SYS, true",
        "a/#, a, true",
        "a/#, ab, false",
        "a/#, a/, true",
        "+, a, true",
        "+, /a, false",
        "+/+, /a, true",
        "/+, /a, true",
        "a/+, a, false",
        "a/+, a/, true",
        "a, A, false",
        "a/b, a/b/, false",
        "$share/g/a/+, a/b, true",
        "$share/g/#, $SYS, false",
        "+/b/#, a/b, true",
        "+/+/#, a, false",
    })
    void filter_matches_as_the_standard_says(String filter, String topic, boolean matches) {
        assertThat(Filters.matches(filter, topic)).isEqualTo(matches);
        assertThat(naive(filter, topic)).isEqualTo(matches);
    }

    @Test
    void random_filters_match_as_a_naive_matcher_says() {
        Random random = new Random(7);
        int matching = 0;
        for (int i = 0; i < 500_000; i++) {
            String filter = filter(random);
            String topic = topic(random);
            boolean matches = naive(filter, topic);
            matching += matches ? 1 : 0;
            assertThat(Filters.matches(filter, topic))
                    .as("%s of %s", topic, filter)
                    .isEqualTo(matches);
        }
        assertThat(matching).isGreaterThan(10_000);
    }

    private static String topic(Random random) {
        String[] levels = {"a", "b", "", "$a", "ab"};
        StringBuilder topic = new StringBuilder(levels[random.nextInt(levels.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            topic.append('/').append(levels[random.nextInt(levels.length)]);
        }
        return topic.isEmpty() ? "/" : topic.toString();
    }

    private static String filter(Random random) {
        String[] levels = {"a", "b", "", "+", "+", "$a", "ab"};
        StringBuilder filter = new StringBuilder(random.nextInt(5) == 0 ? "$share/g/" : "");
        int start = filter.length();
        for (int i = random.nextInt(4); i > 0; i--) {
            filter.append(levels[random.nextInt(levels.length)]).append('/');
        }
        filter.append(random.nextInt(3) == 0 ? "#" : levels[random.nextInt(levels.length)]);
        return filter.length() == start ? filter + "a" : filter.toString();
    }

    /** Level by level, on lists. */
    private static boolean naive(String shared, String topic) {
        String filter = shared.startsWith("$share/") ? shared.split("/", 3)[2] : shared;
        List<String> wanted = List.of(filter.split("/", -1));
        List<String> levels = List.of(topic.split("/", -1));
        if (topic.startsWith("$") && (wanted.get(0).equals("+") || wanted.get(0).equals("#"))) {
            return false;
        }
        return naive(wanted, levels);
    }

    private static boolean naive(List<String> wanted, List<String> levels) {
        if (wanted.isEmpty()) {
            return levels.isEmpty();
        }
        if (wanted.get(0).equals("#")) {
            return true;
        }
        if (levels.isEmpty()) {
            return false;
        }
        return (wanted.get(0).equals("+") || wanted.get(0).equals(levels.get(0)))
                && naive(wanted.subList(1, wanted.size()), levels.subList(1, levels.size()));
    }
}
