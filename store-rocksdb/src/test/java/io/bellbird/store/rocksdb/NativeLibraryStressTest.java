package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.WriteBatch;

/** What one thread cannot show of {@link NativeLibrary}; in a process of its own, since a process loads it only once. */
@Timeout(60)
class NativeLibraryStressTest {
    private static final int STORES = 4;

    @TempDir
    Path folder;

    private static Path data(Path folder, int store) {
        return folder.resolve("data" + store);
    }

    /** Loads the library for several stores at the same time, and uses it at once. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Racers.race(IntStream.range(0, STORES)
                .mapToObj(store -> (Racers.Task) () -> {
                    NativeLibrary.load(data(folder, store));
                    new WriteBatch().close();
                })
                .toArray(Racers.Task[]::new));
    }

    private static long files(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void stores_that_are_opened_at_the_same_time_unpack_it_once_and_can_use_it() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        NativeLibraryStressTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        long unpacked = 0;
        for (int store = 0; store < STORES; store++) {
            File data = data(folder, store).toFile();
            unpacked += data.exists() ? files(data.toPath()) : 0;
        }
        assertThat(unpacked).isEqualTo(1);
        assertThat(temporary).as("what RocksDB unpacks by itself").isEmptyDirectory();
    }
}
