package io.bellbird.client.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/** Where segments are written; tests have one that fails. */
public interface Disk {
    /** That of the machine. */
    Disk REAL = new Disk() {};

    default FileChannel open(Path file, StandardOpenOption... how) throws IOException {
        return FileChannel.open(file, how);
    }

    default void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** Makes the names of the files in a folder safe; where that cannot be done, they are safe without. */
    default void syncNames(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            LoggerFactory.getLogger(Disk.class).debug("folder={} cannot be synced", folder, e);
        }
    }
}
