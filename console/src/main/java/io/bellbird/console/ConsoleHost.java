package io.bellbird.console;

import io.bellbird.console.configuration.RunningConfiguration;
import io.bellbird.console.security.Checkup;
import java.nio.file.Path;
import java.util.Optional;

/** What a console needs of the program that the broker is part of. Any thread may call it. */
public interface ConsoleHost {
    /** A program that has nothing to offer. */
    ConsoleHost NONE = new ConsoleHost() {};

    /** The folder where the console may keep what is to survive a restart; empty when nothing survives. */
    default Optional<Path> dataFolder() {
        return Optional.empty();
    }

    /** Looks for what a stranger could use; empty when nobody can. */
    default Optional<Checkup> checkup() {
        return Optional.empty();
    }

    /** The configuration that the broker was started with; empty when it does not come from a file. */
    default Optional<RunningConfiguration> configuration() {
        return Optional.empty();
    }
}
