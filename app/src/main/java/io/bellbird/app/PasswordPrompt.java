package io.bellbird.app;

import java.io.BufferedReader;
import java.io.Console;
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

    @SuppressWarnings("SystemConsoleNull") // where it is never null, isTerminal knows
    static PasswordPrompt ofThisProcess() {
        Console console = System.console();
        if (console == null || !isTerminal(console)) {
            return new PasswordPrompt(new Lines());
        }
        return new PasswordPrompt(question -> {
            char[] typed = console.readPassword("%s", question);
            return typed == null ? null : new String(typed);
        });
    }

    /** Since Java 22 a console can also be something else, and says so. */
    private static boolean isTerminal(Console console) {
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Console.isTerminal cannot be asked", e);
        }
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
