package io.bellbird.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each line of an input is a topic filter, a topic name, both or neither, as the plainest reading of section 4.7 says;
 * each filter finds the names that it matches there, in whatever way it looks. {@code e2e/fuzz} says how it is fuzzed.
 */
class TopicFilterFuzzTest {
    private static final int LINES_MAX = 40;

    static File[] corpus() {
        return new File("src/test/fuzz/TopicFilterFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_lines_match_as_the_standard_says(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        List<String> lines = new String(input, StandardCharsets.UTF_8)
                .lines()
                .limit(LINES_MAX)
                .distinct()
                .toList();
        List<TopicFilter> filters =
                lines.stream().flatMap(TopicFilterFuzzTest::filter).toList();
        List<Topic> topics = lines.stream().flatMap(TopicFilterFuzzTest::topic).toList();
        filters.forEach(TopicFilterFuzzTest::assertShared);
        for (TopicFilter filter : filters) {
            assertThat(scan(filter, topics)).as("scanned for %s", filter).isEqualTo(matched(filter, topics));
        }
        assertFoundInTree(filters, topics);
    }

    // What a line is

    private static Stream<TopicFilter> filter(String line) {
        TopicFilter filter = parsed(line);
        assertThat(filter != null).as("'%s' is a filter", line).isEqualTo(isFilter(line));
        return Stream.ofNullable(filter);
    }

    private static @Nullable TopicFilter parsed(String line) {
        try {
            return TopicFilter.parse(line);
        } catch (ProtocolError error) {
            return null;
        }
    }

    private static boolean isFilter(String line) {
        String[] levels = line.split("/", -1);
        boolean fits = !line.isEmpty() && line.indexOf(0) < 0;
        for (int i = 0; i < levels.length; i++) {
            boolean literal = levels[i].indexOf('+') < 0 && levels[i].indexOf('#') < 0;
            fits &= literal || levels[i].equals("+") || (levels[i].equals("#") && i == levels.length - 1);
        }
        return fits;
    }

    private static Stream<Topic> topic(String line) {
        boolean isTopic = !line.isEmpty() && line.chars().noneMatch(c -> c == 0 || c == '+' || c == '#');
        assertThat(Topic.isName(line)).as("'%s' is a name", line).isEqualTo(isTopic);
        return isTopic ? Stream.of(Topic.of(line)) : Stream.empty();
    }

    private static void assertShared(TopicFilter filter) {
        String[] parts = filter.text().split("/", 3);
        assertThat(SharedFilter.isShared(filter)).as(filter.text()).isEqualTo(parts[0].equals("$share"));
        if (!SharedFilter.isShared(filter)) {
            return;
        }
        boolean whole = parts.length == 3 && !parts[1].isEmpty() && !parts[2].isEmpty();
        boolean named = whole && parts[1].indexOf('+') < 0 && parts[1].indexOf('#') < 0;
        try {
            SharedFilter shared = SharedFilter.parse(filter);
            assertThat(named).as(filter.text()).isTrue();
            assertThat(shared.text()).isEqualTo(filter.text());
            assertThat(shared.filter().text()).isEqualTo(parts[2]);
        } catch (ProtocolError error) {
            assertThat(named).as(filter.text()).isFalse();
        }
    }

    // What matches

    private static Set<String> matched(TopicFilter filter, List<Topic> topics) {
        Set<String> matched = new TreeSet<>();
        for (Topic topic : topics) {
            boolean matches = matches(filter.text(), topic.text());
            assertThat(filter.matches(topic)).as("%s matches %s", filter, topic).isEqualTo(matches);
            if (matches) {
                matched.add(topic.text());
            }
        }
        return matched;
    }

    private static boolean matches(String filter, String topic) {
        boolean hidden = topic.startsWith("$") && (filter.startsWith("+") || filter.startsWith("#"));
        return !hidden && matches(filter.split("/", -1), topic.split("/", -1), 0);
    }

    private static boolean matches(String[] filter, String[] topic, int level) {
        if (level == filter.length) {
            return level == topic.length;
        }
        if (filter[level].equals("#")) {
            return true;
        }
        return level < topic.length
                && (filter[level].equals("+") || filter[level].equals(topic[level]))
                && matches(filter, topic, level + 1);
    }

    private static int compare(String one, String other) {
        return new TopicOrder().compare(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** As retained messages are looked for: in order, with leaps. */
    private static Set<String> scan(TopicFilter filter, List<Topic> topics) {
        TreeSet<String> names = new TreeSet<>(TopicFilterFuzzTest::compare);
        topics.forEach(topic -> names.add(topic.text()));
        FilterScan scan = new FilterScan(filter);
        Set<String> found = new TreeSet<>();
        @Nullable String name = names.ceiling(scan.start());
        while (name != null) {
            Topic topic = Topic.of(name);
            if (filter.matches(topic)) {
                found.add(name);
                name = names.higher(name);
            } else {
                String to = scan.leap(topic);
                assertThat(to == null || compare(to, name) > 0)
                        .as("a leap forward from %s", name)
                        .isTrue();
                name = to == null ? null : names.ceiling(to);
            }
        }
        return found;
    }

    private static void assertFoundInTree(List<TopicFilter> filters, List<Topic> topics) {
        Interest interest = new Interest(1);
        SubscriptionTree tree = new SubscriptionTree(interest, 5);
        List<Subscription> subscriptions = new ArrayList<>();
        for (TopicFilter filter : filters) {
            SubscriptionOptions options = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
            subscriptions.add(tree.subscribe(new NamedSubscriber("c"), filter, options, 0));
        }
        for (Topic topic : topics) {
            Set<String> found = tree.matching(interest.newLevels().of(topic)).stream()
                    .filter(node -> node.count() > 0)
                    .map(node -> node.filter().text())
                    .collect(Collectors.toSet());
            Set<String> expected = filters.stream()
                    .map(TopicFilter::text)
                    .filter(filter -> matches(filter, topic.text()))
                    .collect(Collectors.toSet());
            assertThat(found).as("filters in the tree for %s", topic).isEqualTo(expected);
            assertThat(interest.mask(topic) != 0).as("interest in %s", topic).isEqualTo(!expected.isEmpty());
        }
        subscriptions.forEach(tree::unsubscribe);
        assertThat(tree.isEmpty()).isTrue();
        topics.forEach(topic -> assertThat(interest.mask(topic)).isZero());
    }
}
