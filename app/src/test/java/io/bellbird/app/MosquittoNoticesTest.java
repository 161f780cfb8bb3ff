package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MosquittoNoticesTest {
    @TempDir
    private Path folder;

    @Test
    void a_database_of_mosquitto_is_named_with_the_command_that_takes_it_over() throws IOException {
        Files.createDirectories(folder.resolve("db"));
        Files.writeString(folder.resolve("other.db"), "SQLite format 3\0");
        Path file = folder.resolve("plant.db");
        Files.write(
                file, new byte[] {0, (byte) 0xB5, 0, 'm', 'o', 's', 'q', 'u', 'i', 't', 't', 'o', ' ', 'd', 'b', 0});

        assertThat(MosquittoNotices.of(folder))
                .containsExactly(file + " is the data of a Mosquitto and is not read; to take over what is in it,"
                        + " stop this broker, run 'bellbird store import " + file + " " + folder
                        + "' and move the file away");
    }

    @Test
    void a_folder_without_one_or_that_is_not_there_yet_gives_no_line() {
        assertThat(MosquittoNotices.of(folder)).isEmpty();
        assertThat(MosquittoNotices.of(folder.resolve("none"))).isEmpty();
    }
}
