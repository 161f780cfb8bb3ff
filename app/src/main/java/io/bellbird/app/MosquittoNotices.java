package io.bellbird.app;

import io.bellbird.app.mosquitto.MosquittoDatabase;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Says what Mosquitto has left in a data folder, whatever persistence_file calls it. */
final class MosquittoNotices {
    private MosquittoNotices() {}

    /** For each database of Mosquitto in the folder, a line that says that it is not read, and how it can be. */
    static List<String> of(Path folder) {
        List<String> notices = new ArrayList<>();
        for (Path file : databases(folder)) {
            notices.add(
                    file + " is the data of a Mosquitto and is not read; to take over what is in it, stop this broker,"
                            + " run 'bellbird store import " + file + " " + folder + "' and move the file away");
        }
        return notices;
    }

    private static List<Path> databases(Path folder) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.db")) {
                for (Path file : files) {
                    if (Files.isRegularFile(file) && MosquittoDatabase.isOne(file)) {
                        found.add(file);
                    }
                }
            } catch (IOException e) {
                // A folder that cannot be listed cannot hold the broker's own data: its store says so.
                return List.of();
            }
        }
        Collections.sort(found);
        return found;
    }
}
