package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where log lines go, and which.
 *
 * @param stdout to the standard output
 * @param stderr to the standard error output
 * @param file appended to this file
 * @param types the kinds of lines that are logged; empty logs nothing
 */
public record LogConfig(boolean stdout, boolean stderr, Optional<Path> file, Set<LogType> types) {

    /** Copies the types. */
    public LogConfig {
        types = Set.copyOf(types);
    }

    /** The standard error output; errors, warnings, notices and information. */
    public static LogConfig defaults() {
        return new LogConfig(false, true, Optional.empty(), LogType.defaults());
    }

    /** The same places, and other kinds of lines. */
    public LogConfig withTypes(Set<LogType> types) {
        return new LogConfig(stdout, stderr, file, types);
    }
}
