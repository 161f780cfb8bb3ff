package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is an ACL file, or wrong in lines that are named. {@code e2e/fuzz} says how it is fuzzed. */
class AclReaderFuzzTest {
    private static final String SOURCE = "fuzz.acl";
    private static final Pattern SENTENCE = Pattern.compile(SOURCE + ":(\\d+): \\S.*\\S");
    private static final List<Client> CLIENTS = List.of(
            new Client("c", null, "", null), new Client("+/#", "ann", "", null), new Client("$SYS", "a/b", "", null));
    private static final List<Topic> TOPICS = List.of(Topic.of("a"), Topic.of("c/ann"), Topic.of("$SYS/a"));
    private static final List<TopicFilter> FILTERS =
            List.of(TopicFilter.parse("#"), TopicFilter.parse("+/ann"), TopicFilter.parse("$SYS/a"));

    static File[] corpus() {
        return new File("src/test/fuzz/AclReaderFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_text_is_an_acl_file_or_names_the_lines_that_are_wrong(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            AccessList list = AclReader.parse(SOURCE, text);
            CLIENTS.forEach(client -> assertAnswers(list, client));
        } catch (ConfigurationException wrong) {
            assertThat(wrong.errors()).isNotEmpty();
            wrong.errors().forEach(error -> assertSaysWhere(error, text.lines().count()));
        }
    }

    /** What may be received may be subscribed to. */
    private static void assertAnswers(AccessList list, Client client) {
        for (Topic topic : TOPICS) {
            list.ruleFor(client, topic, Access.PUBLISH);
            AccessRule rule = list.ruleFor(client, topic, Access.RECEIVE);
            AccessRule same = list.ruleFor(client, TopicFilter.parse(topic.text()));
            assertThat(same != null && !same.isDeny()).isEqualTo(rule != null && !rule.isDeny());
        }
        FILTERS.forEach(filter -> list.ruleFor(client, filter));
    }

    private static void assertSaysWhere(String sentence, long lines) {
        Matcher parts = SENTENCE.matcher(sentence);
        assertThat(parts.matches()).as("one line: %s", sentence).isTrue();
        assertThat(Long.parseLong(parts.group(1))).as(sentence).isBetween(1L, lines);
    }
}
