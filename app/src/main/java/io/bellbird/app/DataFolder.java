package io.bellbird.app;

import io.bellbird.app.cli.ExitCode;
import io.bellbird.broker.config.Persistence;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds where the data lies: what the configuration says, else the user's data folder. */
final class DataFolder {
    private static final String NAME = "bellbird";

    private DataFolder() {}

    /**
     * The folder of the data, which may not exist yet; empty when nothing is to outlive the process.
     *
     * @throws StartException when the configuration names none and the user has none
     */
    static Optional<Path> of(Persistence persistence) throws StartException {
        return of(
                persistence,
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("os.name").startsWith("Mac"));
    }

    /**
     * The same on a given machine.
     *
     * @param environment the variables of the process
     * @param home the user's home folder; one that is not absolute is none
     * @param mac on macOS
     */
    static Optional<Path> of(Persistence persistence, Map<String, String> environment, Path home, boolean mac)
            throws StartException {
        if (!persistence.on()) {
            return Optional.empty();
        }
        if (persistence.location().isPresent()) {
            return persistence.location().map(Path::toAbsolutePath);
        }
        Path shared = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
        if (shared.isAbsolute()) { // the specification of XDG says to ignore one that is not
            return Optional.of(shared.resolve(NAME));
        }
        if (!home.isAbsolute()) {
            throw new StartException(
                    ExitCode.CONFIGURATION,
                    "this user has no home folder for the data: name a folder with persistence_location,"
                            + " or keep everything in memory with persistence false");
        }
        return Optional.of(home.resolve(mac ? "Library/Application Support" : ".local/share")
                .resolve(NAME));
    }
}
