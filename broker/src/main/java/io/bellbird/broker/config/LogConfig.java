package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where log lines go, and which, and what stands before them.
 *
 * @param stdout to the standard output
 * @param stderr to the standard error output
 * @param file appended to this file
 * @param syslog to the system log, as this part of it
 * @param topic published under {@code $SYS/broker/log}
 * @param types the kinds of lines that are logged; empty logs nothing
 * @param timestamp each line begins with the time
 * @param timestampFormat how the time is written; empty means as the log likes it
 */
public record LogConfig(
        boolean stdout,
        boolean stderr,
        Optional<Path> file,
        Optional<SyslogFacility> syslog,
        boolean topic,
        Set<LogType> types,
        boolean timestamp,
        Optional<TimestampFormat> timestampFormat) {

    /** Copies the types. */
    public LogConfig {
        types = Set.copyOf(types);
    }

    /** The standard error output; errors, warnings, notices and information, each with the time. */
    public static LogConfig defaults() {
        return new LogConfig(
                false, true, Optional.empty(), Optional.empty(), false, LogType.defaults(), true, Optional.empty());
    }

    /** Nowhere but to a file; all else as {@link #defaults()}. */
    public static LogConfig toFile(Path file) {
        return new LogConfig(
                false, false, Optional.of(file), Optional.empty(), false, LogType.defaults(), true, Optional.empty());
    }

    /** The same places, and other kinds of lines. */
    public LogConfig withTypes(Set<LogType> types) {
        return new LogConfig(stdout, stderr, file, syslog, topic, types, timestamp, timestampFormat);
    }

    /** The same with another way to write the time. */
    public LogConfig withTimestamp(boolean timestamp, Optional<TimestampFormat> timestampFormat) {
        return new LogConfig(stdout, stderr, file, syslog, topic, types, timestamp, timestampFormat);
    }
}
