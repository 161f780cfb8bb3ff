package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The compiled rules answer as the sentences of docs/rights.md do, read one by one; a failure names its seed. */
class AccessListPropertyTest {
    private static final int SEEDS = 1_000;
    private static final int QUESTIONS = 60;
    private static final String[] LEVELS = {"a", "b", "", "+", "#", "$S", "%c", "%u", "a%c", "longer-name"};
    private static final String[] NAMES = {"a", "b", "c", "a/b", "+", "#", "$S", "longer-name"};
    private static final String[] EFFECTS = {"", "deny ", "read ", "write ", "readwrite "};

    /** A line, and for whom it is: a user, "" for anonymous clients, null for a pattern. */
    private record Line(@Nullable String user, String effect, String filter) {}

    private final List<Line> lines = new ArrayList<>();
    private Random random = new Random(0);

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String filter() {
        StringBuilder filter = new StringBuilder(oneOf(LEVELS));
        while (!filter.toString().endsWith("#") && random.nextInt(3) > 0) {
            filter.append('/').append(oneOf(LEVELS));
        }
        return filter.length() == 0 ? "a" : filter.toString();
    }

    private String topic() {
        return filter().replace("+", "a").replace("#", "b").replace("%c", "c").replace("%u", "b");
    }

    private String file() {
        lines.clear();
        StringBuilder file = new StringBuilder();
        String section = "";
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextInt(5) == 0) {
                section = oneOf(NAMES);
                file.append("user ").append(section).append('\n');
            }
            boolean pattern = random.nextInt(3) == 0;
            Line line = new Line(pattern ? null : section, oneOf(EFFECTS), filter());
            lines.add(line);
            file.append(pattern ? "pattern " : "topic ")
                    .append(line.effect)
                    .append(line.filter)
                    .append('\n');
        }
        return file.toString();
    }

    // The naive reading

    private boolean naive(Client client, String topic, boolean reads) {
        String user = client.username() == null ? "" : client.username();
        List<String> own = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        boolean closed = false;
        for (Line line : lines) {
            if (line.user != null && line.user.equals(user) && matches(line.filter, topic)) {
                own.add(line.effect.strip());
            }
            if (line.user == null) {
                closed |= line.effect.equals("deny ") && isUnsafe(line.filter, client);
                if (matches(filled(line.filter, client), topic)) {
                    patterns.add(line.effect.strip());
                }
            }
        }
        List<String> deciding =
                own.stream().anyMatch(effect -> decides(effect, reads)) ? own : closed ? List.of() : patterns;
        return !deciding.contains("deny") && deciding.stream().anyMatch(effect -> decides(effect, reads));
    }

    private static boolean decides(String effect, boolean reads) {
        return effect.isEmpty()
                || effect.equals("readwrite")
                || effect.equals("deny")
                || effect.equals(reads ? "read" : "write");
    }

    private static boolean isUnsafe(String filter, Client client) {
        return (filter.contains("%c") && client.clientId().matches(".*[/+#].*"))
                || (filter.contains("%u")
                        && client.username() != null
                        && client.username().matches("|.*[/+#].*"));
    }

    /** A filter that matches nothing when a name cannot stand in it. */
    private static String filled(String pattern, Client client) {
        boolean missing = pattern.contains("%u") && client.username() == null;
        if (missing || isUnsafe(pattern, client)) {
            return "nothing/matches/this/ever/at/all";
        }
        String filled = pattern.replace("%c", client.clientId()).replace("%u", String.valueOf(client.username()));
        return filled.startsWith("$") && !pattern.startsWith("$") ? "nothing/matches/this/ever/at/all" : filled;
    }

    private static boolean matches(String filter, String topic) {
        return TopicFilter.parse(filter).matches(Topic.of(topic));
    }

    private Client client() {
        return new Client(oneOf(NAMES), random.nextInt(3) == 0 ? null : oneOf(NAMES), "", null);
    }

    @Test
    void any_file_allows_what_its_lines_say() throws ConfigurationException {
        for (int seed = 0; seed < SEEDS; seed++) {
            random = new Random(seed);
            String file = file();
            AccessList list = AclReader.parse("seed " + seed, file);
            for (int i = 0; i < QUESTIONS; i++) {
                Client client = client();
                String topic = topic();
                Access access = random.nextBoolean() ? Access.RECEIVE : Access.PUBLISH;
                AccessRule rule = list.ruleFor(client, Topic.of(topic), access);

                assertThat(rule != null && !rule.isDeny())
                        .as("seed %d: %s %s %s\n%s", seed, client, access, topic, file)
                        .isEqualTo(naive(client, topic, access == Access.RECEIVE));
            }
        }
    }

    @Test
    void whatever_may_be_received_may_be_subscribed_to() throws ConfigurationException {
        for (int seed = 0; seed < SEEDS; seed++) {
            random = new Random(seed);
            String file = file();
            AccessList list = AclReader.parse("seed " + seed, file);
            for (int i = 0; i < QUESTIONS; i++) {
                Client client = client();
                String topic = topic();
                String filter = filter().replace("%", "");
                AccessRule subscribing = list.ruleFor(client, TopicFilter.parse(filter));
                boolean maySubscribe = subscribing != null && !subscribing.isDeny();
                if (matches(filter, topic) && naive(client, topic, true)) {
                    assertThat(maySubscribe)
                            .as("seed %d: %s %s gets %s\n%s", seed, client, filter, topic, file)
                            .isTrue();
                }
            }
        }
    }
}
