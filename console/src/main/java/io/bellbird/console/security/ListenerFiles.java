package io.bellbird.console.security;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.console.http.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of one kind that listeners have.
 *
 * @param setting which names such a file
 * @param byFile the names of the listeners that have it
 * @param without the names of the listeners that have none
 * @param advice what to do when no listener has one
 */
record ListenerFiles(String setting, Map<Path, List<String>> byFile, List<String> without, String advice) {
    private static final String THEN =
            " to the configuration, or to the section of a listener, and read it again with 'bellbird reload'";

    static ListenerFiles ofUsers(BrokerConfig config) {
        return of(
                config,
                "password_file",
                config::passwordFile,
                "no listener has a password_file, and so there are no users: make one with 'bellbird passwd -c"
                        + " /etc/bellbird/users NAME', add the line 'password_file /etc/bellbird/users'" + THEN);
    }

    static ListenerFiles ofRights(BrokerConfig config) {
        return of(
                config,
                "acl_file",
                config::aclFile,
                "no listener has an acl_file, and so whoever may connect may do everything: write a line such as"
                        + " 'pattern readwrite %u/#' into a new file, add the line 'acl_file /etc/bellbird/acl'"
                        + THEN);
    }

    private static ListenerFiles of(
            BrokerConfig config, String setting, Function<ListenerConfig, Optional<Path>> file, String advice) {
        Map<Path, List<String>> byFile = new LinkedHashMap<>();
        List<String> without = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            file.apply(listener)
                    .map(path -> byFile.computeIfAbsent(path, unknown -> new ArrayList<>()))
                    .orElse(without)
                    .add(listener.name());
        }
        return new ListenerFiles(setting, byFile, without, advice);
    }

    /** What to do; null when there is a file. */
    @Nullable
    String adviceIfNone() {
        return byFile.isEmpty() ? advice : null;
    }

    /**
     * The file that is meant.
     *
     * @param named by the one who asks; only needed when there are several
     * @throws Problem when there is none, or it is not clear which
     */
    Path choose(Optional<String> named) {
        if (byFile.isEmpty()) {
            throw Problem.conflict(advice);
        }
        if (named.isEmpty() && byFile.size() > 1) {
            throw Problem.badRequest("listeners have several files: say with 'file' which of them, " + names());
        }
        return byFile.keySet().stream()
                .filter(file -> named.isEmpty() || file.toString().equals(named.get()))
                .findFirst()
                .orElseThrow(() -> Problem.notFound(
                        named.orElse("") + " is not the " + setting + " of a listener: take " + names()));
    }

    private String names() {
        return byFile.keySet().stream().map(Path::toString).collect(Collectors.joining(" or "));
    }
}
