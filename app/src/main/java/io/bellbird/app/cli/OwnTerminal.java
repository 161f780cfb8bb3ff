package io.bellbird.app.cli;

import java.io.Console;
import java.util.Optional;

/** Whether somebody sits in front of this process. */
public final class OwnTerminal {
    private OwnTerminal() {}

    /** The console, if it is a terminal. */
    @SuppressWarnings("SystemConsoleNull") // where it is never null, isTerminal knows
    public static Optional<Console> console() {
        return Optional.ofNullable(System.console()).filter(OwnTerminal::isTerminal);
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
}
