package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    Path folder;

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void the_library_is_unpacked_once_and_again_when_it_is_not_whole() throws Exception {
        URL packed = NativeLibrary.packed(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path unpacked = NativeLibrary.unpack(packed, folder);
        Path file = files(unpacked).get(0);
        assertThat(files(unpacked)).hasSize(1);
        FileTime old = FileTime.from(Instant.ofEpochSecond(1_000_000));
        Files.setLastModifiedTime(file, old);

        assertThat(NativeLibrary.unpack(packed, folder)).isEqualTo(unpacked);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);

        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        NativeLibrary.unpack(packed, folder);
        bytes[bytes.length / 2] ^= 1;
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        assertThat(files(unpacked)).hasSize(1);
    }

    @Test
    void a_machine_without_a_library_is_told_what_to_do() {
        assertThatThrownBy(() -> NativeLibrary.packed("Linux", "arm"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no native library for Linux arm")
                .hasMessageContaining("persistence false");
    }
}
