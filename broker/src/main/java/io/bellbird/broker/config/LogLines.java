package io.bellbird.broker.config;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** What the lines of a setting come to, as it would stand in one line; empty for settings that have no such lines. */
    Optional<String> text(Setting<?> setting) {
        if (setting.equals(LogSettings.LOG_DEST)) {
            return Optional.of(
                    targets.isEmpty()
                            ? LogSettings.LOG_DEST.type().show(LogSettings.LOG_DEST.byDefault())
                            : targets.stream().map(this::text).collect(Collectors.joining(", ")));
        }
        if (setting.equals(LogSettings.LOG_TYPE)) {
            Set<LogType> all = typesGiven ? types : LogType.defaults();
            return Optional.of(
                    all.isEmpty()
                            ? "none"
                            : EnumSet.copyOf(all).stream().map(LogType::word).collect(Collectors.joining(", ")));
        }
        return Optional.empty();
    }

    private String text(LogTarget.Kind kind) {
        return LogSettings.LOG_DEST.type().show(new LogTarget(kind, file.orElse(Path.of(""))));
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
