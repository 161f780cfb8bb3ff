package io.bellbird.console.security;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.security.AccessLines;
import io.bellbird.broker.security.AccessRule;
import io.bellbird.broker.security.RightsText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ACL file as it is shown.
 *
 * @param etag of this text
 * @param rules in the order of the file; none when there are errors
 * @param users those that have rules or roles
 */
record RightsFile(
        String file,
        List<String> listeners,
        String etag,
        String text,
        List<Rule> rules,
        List<UserRoles> users,
        List<LineError> errors) {
    private static final int TAG_CHARS = 32;

    /**
     * A rule.
     *
     * @param section for whom it is: everybody without a name ({@code anonymous}), all clients ({@code pattern}), a {@code
     *     user} or a {@code role}
     * @param name of the user or role
     * @param access deny, read, write or readwrite
     */
    record Rule(int line, String section, @Nullable String name, String access, String filter, String text) {
        private static Rule of(String section, @Nullable String name, AccessRule rule) {
            return new Rule(rule.line(), section, name, rule.access(), rule.filter(), rule.text());
        }
    }

    record UserRoles(String name, List<String> roles, int rules) {}

    /** @param line 0 when it is about the whole file */
    record LineError(int line, String text) {
        static List<LineError> of(Path file, ConfigurationException wrong) {
            Pattern place = Pattern.compile(Pattern.quote(file.toString()) + ":(\\d{1,9}): (.*)", Pattern.DOTALL);
            return wrong.errors().stream()
                    .map(error -> {
                        Matcher found = place.matcher(error);
                        return found.matches()
                                ? new LineError(Integer.parseInt(found.group(1)), found.group(2))
                                : new LineError(0, error);
                    })
                    .toList();
        }
    }

    static RightsFile of(Path file, List<String> listeners, String text) {
        try {
            AccessLines lines = RightsText.parse(file.toString(), text).lines();
            return new RightsFile(file.toString(), listeners, tag(text), text, rules(lines), users(lines), List.of());
        } catch (ConfigurationException wrong) {
            List<LineError> errors = LineError.of(file, wrong);
            return new RightsFile(file.toString(), listeners, tag(text), text, List.of(), List.of(), errors);
        }
    }

    static RightsFile unreadable(Path file, List<String> listeners, String error) {
        List<LineError> errors = List.of(new LineError(0, error));
        return new RightsFile(file.toString(), listeners, tag(""), "", List.of(), List.of(), errors);
    }

    private static List<Rule> rules(AccessLines lines) {
        List<Rule> rules = new ArrayList<>();
        lines.anonymous().forEach(rule -> rules.add(Rule.of("anonymous", null, rule)));
        lines.patterns().forEach(rule -> rules.add(Rule.of("pattern", null, rule)));
        lines.users().forEach((name, own) -> own.forEach(rule -> rules.add(Rule.of("user", name, rule))));
        lines.roles().forEach((name, own) -> own.forEach(rule -> rules.add(Rule.of("role", name, rule))));
        rules.sort(Comparator.comparing(Rule::line));
        return rules;
    }

    private static List<UserRoles> users(AccessLines lines) {
        return lines.users().entrySet().stream()
                .map(user -> new UserRoles(
                        user.getKey(),
                        lines.rolesOf().getOrDefault(user.getKey(), List.of()),
                        user.getValue().size()))
                .toList();
    }

    /** What stands for a text, and for no other. */
    static String tag(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest).substring(0, TAG_CHARS) + '"';
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java comes with SHA-256", e);
        }
    }
}
