package io.bellbird.app;

import java.nio.file.Path;
import java.util.Optional;

/** Files that a running broker leaves for the commands of the same machine. */
final class LeftFile {
    /** Holds the token that the admin listener asks for. */
    static final String ADMIN_TOKEN = "admin.token";

    private LeftFile() {}

    /**
     * Where it is left: in the data folder or, without one, beside the pid file.
     *
     * @param pidFile of the configuration
     * @return empty when there is neither
     */
    static Optional<Path> place(String name, Optional<Path> dataFolder, Optional<Path> pidFile) {
        return dataFolder
                .map(folder -> folder.resolve(name))
                .or(() -> pidFile.map(file -> file.resolveSibling(file.getFileName() + "." + name)));
    }
}
