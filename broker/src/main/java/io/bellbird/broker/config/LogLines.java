package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the {@code log_dest} and {@code log_type} lines of a file, which add up. Belongs to one reader. */
final class LogLines {
    private final Set<LogTarget.Kind> targets = EnumSet.noneOf(LogTarget.Kind.class);
    private final Set<LogType> types = EnumSet.noneOf(LogType.class);
    private Optional<Path> file = Optional.empty();
    private boolean typesGiven;

    /** Takes one more place, which is supported. */
    void add(LogTarget target) {
        if (target.kind() == LogTarget.Kind.NONE) {
            targets.clear();
            file = Optional.empty();
        }
        if (target.kind() == LogTarget.Kind.FILE) {
            file = Optional.of(target.path());
        }
        targets.add(target.kind());
    }

    /** There is a file already. */
    boolean hasFile() {
        return file.isPresent();
    }

    /** Takes more kinds of lines; an empty list takes all back. */
    void add(List<LogType> more) {
        typesGiven = true;
        if (more.isEmpty()) {
            types.clear();
        }
        types.addAll(more);
    }

    /**
     * What the lines come to.
     *
     * @param global where the settings stand that can be given once
     */
    LogConfig config(Section global) {
        return new LogConfig(
                targets.contains(LogTarget.Kind.STDOUT),
                targets.isEmpty() || targets.contains(LogTarget.Kind.STDERR),
                file,
                targets.contains(LogTarget.Kind.SYSLOG)
                        ? Optional.of(global.get(LogSettings.LOG_FACILITY))
                        : Optional.empty(),
                targets.contains(LogTarget.Kind.TOPIC),
                typesGiven ? types : LogType.defaults(),
                global.get(LogSettings.LOG_TIMESTAMP),
                global.find(LogSettings.LOG_TIMESTAMP_FORMAT));
    }
}
