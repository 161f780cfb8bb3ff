package io.bellbird.examples.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogbookTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = folder.resolve("readings.txt");
    }

    @Test
    void readings_in_order_are_written_over_several_runs() throws IOException {
        Logbook logbook = new Logbook(file);
        assertThat(logbook.add(reading(1, 1))).isEqualTo("1 1 2026-05-01T12:00:00Z 21.4");
        assertThat(logbook.add(reading(1, 2))).startsWith("1 2 ");
        assertThat(new Logbook(file).add(reading(2, 1))).startsWith("2 1 ");
        assertThat(new Logbook(file)).hasToString("3 readings in 2 runs, 0 gaps, 0 came again");
    }

    @Test
    void a_reading_that_is_missing_is_seen_also_the_first_one() throws IOException {
        Logbook logbook = new Logbook(file);
        assertThat(logbook.add(reading(1, 2))).startsWith("GAP before 1 2 ");
        assertThat(logbook.add(reading(1, 4))).startsWith("GAP before 1 4 ");
        assertThat(logbook.add(reading(2, 2))).startsWith("GAP before 2 2 ");
        assertThat(logbook.add(reading(4, 1))).startsWith("GAP before 4 1 ");
        assertThat(new Logbook(file)).hasToString("4 readings in 4 runs, 4 gaps, 0 came again");
    }

    @Test
    void a_reading_that_comes_again_is_not_written_again() throws IOException {
        Logbook logbook = new Logbook(file);
        logbook.add(reading(1, 1));
        logbook.add(reading(1, 2));
        assertThat(logbook.add(reading(1, 1))).startsWith("again 1 1 ");
        assertThat(Files.readAllLines(file)).hasSize(2);
        assertThat(logbook).hasToString("2 readings in 1 runs, 0 gaps, 1 came again");
    }

    private static Reading reading(int run, int number) {
        return Reading.of(run + " " + number + " 2026-05-01T12:00:00Z 21.4");
    }
}
