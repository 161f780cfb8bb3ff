package io.bellbird.console.dashboards;

import io.bellbird.console.http.Json;
import io.bellbird.console.http.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dashboards of all users: each owner's in a file of its own, which is complete whenever it has its name; in memory
 * when there is no folder. One thread at a time.
 */
final class Shelves {
    private static final Logger log = LoggerFactory.getLogger(Shelves.class);

    private static final int USERS_IN_MEMORY_MAX = 100;

    private final Optional<Path> folder;
    private final Map<String, Shelf> inMemory = new HashMap<>();

    /** @param folder made when it is needed; empty keeps all in memory */
    Shelves(Optional<Path> folder) {
        this.folder = folder;
    }

    /** @throws Problem when they cannot be read */
    Shelf load(String owner) {
        if (folder.isEmpty()) {
            return inMemory.getOrDefault(owner, Shelf.EMPTY);
        }
        Path file = file(folder.get(), owner);
        try {
            return Files.exists(file)
                    ? Shelf.of(Json.tree(Files.readAllBytes(file)).path("dashboards"))
                    : Shelf.EMPTY;
        } catch (IOException | Problem e) {
            log.error("the dashboards of {} in {} cannot be read: mend the file, or move it away", owner, file, e);
            throw Problem.of(
                    500, "Not readable", "your dashboards cannot be read; the broker's log says which file to mend");
        }
    }

    /** @throws Problem when they cannot be kept; those of before stay */
    void save(String owner, Shelf shelf) {
        if (folder.isEmpty()) {
            if (inMemory.size() == USERS_IN_MEMORY_MAX && !inMemory.containsKey(owner)) {
                throw Problem.of(
                        507,
                        "No room",
                        "the broker keeps dashboards in memory, of " + USERS_IN_MEMORY_MAX
                                + " users: switch persistence on");
            }
            inMemory.put(owner, shelf);
            return;
        }
        try {
            write(file(folder.get(), owner), text(owner, shelf));
        } catch (IOException e) {
            log.error("the dashboards of {} cannot be written to {}", owner, folder.get(), e);
            throw Problem.of(
                    507, "Not saved", "the dashboard cannot be written to the disk; the broker's log says why");
        }
    }

    /** The texts are JSON already. */
    private static String text(String owner, Shelf shelf) {
        StringBuilder text =
                new StringBuilder("{\"owner\":").append(Json.write(owner)).append(",\"dashboards\":{");
        String between = "";
        for (Map.Entry<String, Dashboard> each : shelf.dashboards().entrySet()) {
            text.append(between)
                    .append(Json.write(each.getKey()))
                    .append(':')
                    .append(each.getValue().text());
            between = ",\n";
        }
        return text.append("}}\n").toString();
    }

    private static void write(Path file, String text) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(folderOf(file), permissions(posix, "rwx------"));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, permissions(posix, "rw-------"));
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            throw new UncheckedIOException(new IOException(file + " is in no folder"));
        }
        return folder;
    }

    private static FileAttribute<?>[] permissions(boolean posix, String who) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(who))}
                : new FileAttribute<?>[0];
    }

    /** An owner's name may be any text; that of a file may not. */
    private static Path file(Path folder, String owner) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(owner.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16) + ".json");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
