package io.bellbird.app.mosquitto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file is a database of Mosquitto, or damaged at a byte that is named. {@code e2e/fuzz} says how it is fuzzed. */
class MosquittoDatabaseFuzzTest {
    private static final Path FILE = file();

    static File[] corpus() {
        return new File("src/test/fuzz/MosquittoDatabaseFuzzTest").listFiles();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void any_bytes_are_a_database_or_damaged(File input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input.toPath()));
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".db");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Files.write(FILE, input);
        try (MosquittoDatabase database = MosquittoDatabase.open(FILE)) {
            for (long place : database.retained()) {
                read(database, place, input);
            }
            for (MosquittoSession session : database.sessions()) {
                for (MosquittoDelivery delivery : session.deliveries()) {
                    read(database, delivery.message(), input);
                }
            }
        } catch (MosquittoFileException damaged) {
            assertThat(damaged.getMessage()).contains(FILE.toString());
        }
    }

    private static void read(MosquittoDatabase database, long place, byte[] input)
            throws IOException, MosquittoFileException {
        assertThat(database.message(place).payload().length()).isLessThan(input.length);
    }
}
