package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program of which a part is missing. */
@Timeout(120)
class BrokenStartTest {
    @TempDir
    private Path folder;

    @Test
    void an_error_that_ends_the_start_is_said() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String withoutStore = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(part -> !part.contains("rocksdbjni"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = List.of(java, "-cp", withoutStore, Main.class.getName(), "broker", "-p", "0");

        try (Program broker = Program.start(folder, Map.of("XDG_DATA_HOME", folder.toString()), command)) {
            assertThat(broker.exitCode()).isEqualTo(1);
            assertThat(broker.errors())
                    .contains("bellbird: the broker ends, this is a defect of it, or a part of it is missing:")
                    .anyMatch(line -> line.contains("NoClassDefFoundError") && line.contains("rocksdb"));
        }
    }
}
