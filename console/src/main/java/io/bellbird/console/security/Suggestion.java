package io.bellbird.console.security;

import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ConfigurationFile;
import io.bellbird.broker.security.Access;
import io.bellbird.broker.security.AccessLines;
import io.bellbird.broker.security.AccessRule;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.security.Decision;
import io.bellbird.broker.security.RightsText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change of an ACL file that lets a client do something.
 *
 * @param what it does, a sentence without a full stop
 * @param line before which lines are put, 1 for the first
 * @param removes so many lines from there
 * @param lines that are put there
 */
record Suggestion(String file, String what, int line, int removes, List<String> lines) {
    /** What would let a client do something; each was tried. Reads the file. */
    static List<Suggestion> of(Path file, Client client, String name, Access access, Decision decision) {
        try {
            String text = ConfigurationFile.content(file, RightsText.FILE_BYTES_MAX, "it is too large");
            AccessLines lines = RightsText.parse(file.toString(), text).lines();
            Draft draft = new Draft(file, text.lines().toList(), lines, client, name, access);
            return draft.all(Optional.ofNullable(decision.rule())).stream()
                    .filter(draft::isEnough)
                    .toList();
        } catch (IOException | ConfigurationException changedMeanwhile) {
            return List.of();
        }
    }

    /** What can be thought of for a client. */
    private record Draft(Path file, List<String> text, AccessLines lines, Client client, String name, Access access) {

        List<Suggestion> all(Optional<AccessRule> refusing) {
            List<Suggestion> all = new ArrayList<>();
            refusing.ifPresent(rule -> all.add(without(rule)));
            if (refusing.isEmpty() || lines.patterns().contains(refusing.get())) {
                all.add(client.username() == null ? forAnonymous() : forUser(client.username()));
            }
            if (refusing.isEmpty()) {
                pattern("%c", client.clientId()).ifPresent(all::add);
                Optional.ofNullable(client.username())
                        .flatMap(user -> pattern("%u", user))
                        .ifPresent(all::add);
            }
            return all;
        }

        private String word() {
            return access == Access.PUBLISH ? "write" : "read";
        }

        private String rule() {
            return "topic " + word() + " " + name;
        }

        private Suggestion suggestion(String what, int line, List<String> inserted) {
            return new Suggestion(file.toString(), what, line, 0, inserted);
        }

        private Suggestion without(AccessRule rule) {
            return new Suggestion(
                    file.toString(),
                    "removes the line that denies it, for everybody whom it is about",
                    rule.line(),
                    1,
                    List.of());
        }

        private Suggestion forAnonymous() {
            return suggestion(
                    "lets every client without a user name " + word() + " this topic",
                    lines.anonymous().isEmpty() ? 1 : behind(lines.anonymous()),
                    List.of(rule()));
        }

        private Suggestion forUser(String user) {
            List<AccessRule> own = lines.users().getOrDefault(user, List.of());
            String what = "lets the user " + user + " " + word() + " this topic, with any client";
            return own.isEmpty()
                    ? suggestion(what, text.size() + 1, List.of("", "user " + user, rule()))
                    : suggestion(what, behind(own), List.of(rule()));
        }

        private static int behind(List<AccessRule> rules) {
            return rules.get(rules.size() - 1).line() + 1;
        }

        /** When a level of the topic is a name of the client, others have such topics too. */
        private Optional<Suggestion> pattern(String placeholder, String own) {
            List<String> levels = List.of(name.split("/", -1));
            int at = levels.indexOf(own);
            if (at < 0) {
                return Optional.empty();
            }
            String filter = String.join("/", levels.subList(0, at))
                    + (at == 0 ? "" : "/")
                    + placeholder
                    + (at == levels.size() - 1 ? "" : "/#");
            return Optional.of(suggestion(
                    "lets each client " + word() + " such topics with its own "
                            + (placeholder.equals("%c") ? "client id" : "user name"),
                    lines.patterns().isEmpty() ? 1 : behind(lines.patterns()),
                    List.of("pattern " + word() + " " + filter)));
        }

        boolean isEnough(Suggestion suggestion) {
            List<String> changed = new ArrayList<>(text);
            int from = suggestion.line - 1;
            changed.subList(from, from + suggestion.removes).clear();
            changed.addAll(from, suggestion.lines);
            try {
                return RightsText.parse(file.toString(), String.join("\n", changed) + "\n")
                        .explain(client, name, access)
                        .isAllowed();
            } catch (ConfigurationException wrong) {
                return false;
            }
        }
    }
}
