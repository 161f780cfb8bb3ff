package io.bellbird.app.doctor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Texts as one word of a command that somebody will paste into a shell. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,][A-Za-z0-9_./:@%+=,-]*");

    private ShellWord() {}

    /** The text, in quotes if it needs them. */
    static String of(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** A file. */
    static String of(Path file) {
        return of(file.toString());
    }

    /** The option that names a configuration, with a blank before it; nothing for the defaults. */
    static String option(Optional<Path> configuration) {
        return configuration.map(file -> " -c " + of(file)).orElse("");
    }
}
