package io.bellbird.app.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Where the shell keeps what was typed: in the user's folder for such things, readable by the user alone. */
final class HistoryFile {
    private HistoryFile() {}

    /**
     * The file, made if it is not there.
     *
     * @param environment of the process
     * @return empty when it cannot be made: then nothing is kept
     */
    static Optional<Path> of(Map<String, String> environment, Path home) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path folder = (state.isEmpty() ? home.resolve(".local/state") : Path.of(state)).resolve("bellbird");
        Path file = folder.resolve("shell-history");
        try {
            Files.createDirectories(folder);
            create(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return Optional.of(file);
        } catch (IOException | UnsupportedOperationException unwritable) {
            return Optional.empty();
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException kept) {
            return;
        }
    }
}
