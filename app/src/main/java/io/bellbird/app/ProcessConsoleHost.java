package io.bellbird.app;

import io.bellbird.console.ConsoleHost;
import java.nio.file.Path;
import java.util.Optional;

/** What this process does for the console. Any thread may call it. */
final class ProcessConsoleHost implements ConsoleHost {
    private final Optional<Path> dataFolder;

    /** @param dataFolder of the broker; empty when all is kept in memory */
    ProcessConsoleHost(Optional<Path> dataFolder) {
        this.dataFolder = dataFolder;
    }

    @Override
    public Optional<Path> dataFolder() {
        return dataFolder;
    }
}
