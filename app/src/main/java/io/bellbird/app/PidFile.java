package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The file that holds the process id while the broker runs, for the scripts that stop it. */
final class PidFile {
    private final Optional<Path> path;

    private PidFile(Optional<Path> path) {
        this.path = path;
    }

    /**
     * Writes the id of this process.
     *
     * @param path where to; empty writes none
     * @throws StartException when the file cannot be written
     */
    static PidFile write(Optional<Path> path) throws StartException {
        if (path.isPresent()) {
            try {
                Files.writeString(path.get(), ProcessHandle.current().pid() + System.lineSeparator());
            } catch (IOException e) {
                throw new StartException(
                        ExitCode.CONFIGURATION,
                        "cannot write the pid file " + path.get() + ": " + FileErrors.reason(e)
                                + "; choose another place with pid_file");
            }
        }
        return new PidFile(path);
    }

    /**
     * Removes the file, if it is still there.
     *
     * @throws IOException when it cannot be removed
     */
    void remove() throws IOException {
        if (path.isPresent()) {
            Files.deleteIfExists(path.get());
        }
    }
}
