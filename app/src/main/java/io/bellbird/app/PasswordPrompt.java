package io.bellbird.app;

import io.bellbird.app.cli.OwnTerminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for a password: at a terminal without showing it, else on the standard input, one line each time. */
final class PasswordPrompt {
    private final Source source;

    private interface Source {
        /** What was typed; null at the end of the input. */
        @Nullable
        String ask(String question) throws IOException;
    }

    private PasswordPrompt(Source source) {
        this.source = source;
    }

    static PasswordPrompt ofThisProcess() {
        return OwnTerminal.console()
                .map(console -> new PasswordPrompt(question -> {
                    char[] typed = console.readPassword("%s", question);
                    return typed == null ? null : new String(typed);
                }))
                .orElseGet(() -> new PasswordPrompt(new Lines()));
    }

    /** The standard input, which is opened only when it is asked. */
    private static final class Lines implements Source {
        private @Nullable BufferedReader in;

        @Override
        public @Nullable String ask(String question) throws IOException {
            if (in == null) {
                in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            }
            return in.readLine();
        }
    }

    /** The password; empty when it was not typed twice. */
    Optional<String> askTwice(Path file, String user) throws IOException {
        String first = source.ask("Password for " + user + " in " + file + ": ");
        String second = source.ask("The same again: ");
        return first != null && first.equals(second) ? Optional.of(first) : Optional.empty();
    }
}
