package io.bellbird.broker.security;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.config.Suggestion;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ACL file: that of Mosquitto, and roles. {@code docs/rights.md} describes it. Used once for each file, by one
 * thread.
 */
final class AclReader {
    static final long FILE_BYTES_MAX = 16 << 20;
    static final int LINE_CHARS_MAX = TopicFilter.BYTES_MAX + 100;
    static final int ERRORS_MAX = 50;
    static final int ROLE_CHARS_MAX = 100;
    /** No topic has more. */
    static final int LEVELS_MAX = 200;

    private static final String TOPIC = "topic";
    private static final String PATTERN = "pattern";
    private static final String USER = "user";
    private static final String ROLE = "role";
    private static final List<String> WORDS = List.of(TOPIC, PATTERN, USER, ROLE);
    private static final List<String> EFFECTS = Arrays.stream(AccessRule.Effect.values())
            .map(AccessRule.Effect::word)
            .toList();

    private final String source;
    private final AccessList.Builder list = new AccessList.Builder();
    private final List<String> errors = new ArrayList<>();

    private int line;
    /** Where the next {@code topic} goes. */
    private List<AccessRule> section = list.anonymous();
    /** Whose section it is; null for anonymous clients and in a role. */
    private @Nullable String user;

    private boolean inRole;

    private AclReader(String source) {
        this.source = source;
    }

    /**
     * Reads a file in UTF-8, of 16 MiB at most.
     *
     * @throws ConfigurationException when it cannot be read, or with everything that is wrong in it
     */
    static AccessList read(Path file) throws ConfigurationException {
        return lines(file).build();
    }

    /** The same, as it stands there. */
    static AccessList.Builder lines(Path file) throws ConfigurationException {
        try {
            String text = ConfigurationFile.content(
                    file,
                    FILE_BYTES_MAX,
                    "it is larger than 16 MiB, use roles and patterns instead of a line for each");
            return lines(file.toString(), text);
        } catch (IOException e) {
            throw new ConfigurationException(
                    List.of("cannot read the acl_file " + file + ": " + ConfigurationFile.reason(e)));
        }
    }

    /**
     * Reads the content of a file.
     *
     * @param source the name of the file, for what is said about it
     * @throws ConfigurationException with everything that is wrong in it, {@value #ERRORS_MAX} errors at most
     */
    static AccessList parse(String source, String text) throws ConfigurationException {
        return lines(source, text).build();
    }

    static AccessList.Builder lines(String source, String text) throws ConfigurationException {
        AclReader reader = new AclReader(source);
        text.lines().forEach(reader::readLine);
        if (!reader.errors.isEmpty()) {
            throw new ConfigurationException(reader.errors);
        }
        return reader.list;
    }

    private void readLine(String written) {
        line++;
        String trimmed = written.strip();
        if (errors.size() >= ERRORS_MAX || trimmed.isEmpty() || trimmed.startsWith("#")) {
            return;
        }
        if (written.length() > LINE_CHARS_MAX) {
            error("the line is longer than " + LINE_CHARS_MAX + " characters, which no topic is");
            return;
        }
        String word = firstWord(trimmed);
        String rest = trimmed.substring(word.length()).strip();
        switch (word) {
            case TOPIC -> topic(rest, trimmed);
            case PATTERN -> pattern(rest, trimmed);
            case USER -> user(rest);
            case ROLE -> role(rest);
            default ->
                error("a line begins with topic, pattern, user or role, not with '" + LogText.sentence(word) + "'"
                        + didYouMean(word, WORDS));
        }
    }

    private static String firstWord(String text) {
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private void topic(String rest, String text) {
        AccessRule rule = rule(TOPIC, rest, text);
        if (rule != null) {
            section.add(rule);
        }
    }

    private void pattern(String rest, String text) {
        if (inRole) {
            error(
                    "a pattern is for all clients and belongs to no role: put it before the first role, or behind a user");
            return;
        }
        AccessRule rule = rule(PATTERN, rest, text);
        if (rule != null) {
            list.patterns().add(rule);
        }
    }

    /** {@code [deny|read|write|readwrite] FILTER}; a filter with spaces needs the word before it. */
    private @Nullable AccessRule rule(String word, String rest, String text) {
        String first = firstWord(rest);
        String filter = rest.substring(first.length()).strip();
        if (filter.isEmpty()) {
            return ruleOf(AccessRule.Effect.READ_WRITE, first, text, word);
        }
        for (AccessRule.Effect effect : AccessRule.Effect.values()) {
            if (effect.word().equals(first)) {
                return ruleOf(effect, filter, text, word);
            }
        }
        error("'" + LogText.sentence(first) + "' is not deny, read, write or readwrite" + didYouMean(first, EFFECTS)
                + "; one of them must stand before a topic with spaces");
        return null;
    }

    private @Nullable AccessRule ruleOf(AccessRule.Effect effect, String filter, String text, String word) {
        if (filter.isEmpty()) {
            error("which topics? Write " + word + " readwrite FILTER");
            return null;
        }
        if (Topic.levelCount(filter) > LEVELS_MAX) {
            error("the topic filter has more than " + LEVELS_MAX + " levels, and no topic has");
            return null;
        }
        try {
            TopicFilter.parse(filter);
        } catch (ProtocolError e) {
            error(String.valueOf(e.text()));
            return null;
        }
        return new AccessRule(source + ":" + line, text, filter, effect);
    }

    private void user(String name) {
        if (name.isEmpty()) {
            error("which user? Write user NAME");
            return;
        }
        user = name;
        inRole = false;
        section = list.user(name);
    }

    /** Begins a role, or in the section of a user, gives roles to that. */
    private void role(String rest) {
        List<String> names = rest.isEmpty() ? List.of() : List.of(rest.split("\\s+"));
        if (names.isEmpty()) {
            error("which role? Write role NAME");
        } else if (names.stream().anyMatch(name -> name.length() > ROLE_CHARS_MAX)) {
            error("the name of a role has " + ROLE_CHARS_MAX + " characters at most");
        } else if (user != null) {
            names.forEach(name -> give(user, name));
        } else if (names.size() > 1) {
            error("a role has one name, without spaces; only in the section of a user there may be several");
        } else {
            begin(names.get(0));
        }
    }

    private void begin(String role) {
        if (list.roles().containsKey(role)) {
            error("there is a role " + LogText.sentence(role) + " above: put all its lines in one place");
        }
        inRole = true;
        section = list.roles().computeIfAbsent(role, unknown -> new ArrayList<>());
    }

    private void give(String to, String role) {
        if (list.roles().containsKey(role)) {
            list.give(to, role);
        } else {
            error("there is no role " + LogText.sentence(role) + " for the user " + LogText.sentence(to)
                    + didYouMean(role, list.roles().keySet()) + "; roles are described above the first user");
        }
    }

    private static String didYouMean(String word, Collection<String> known) {
        Optional<String> nearest = Suggestion.nearest(word, known);
        return nearest.map(meant -> ", did you mean '" + LogText.sentence(meant) + "'?")
                .orElse("");
    }

    private void error(String what) {
        errors.add(source + ":" + line + ": " + what);
    }
}
