package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_read_and_named_in_what_is_said_about_it() throws Exception {
        Path file = Files.writeString(folder.resolve("my.conf"), "shards 2\nuser nobody\n");

        Configuration configuration = ConfigurationFile.read(file, OptionalInt.empty());

        assertThat(configuration.broker().shards()).isEqualTo(2);
        assertThat(configuration.warnings()).singleElement().asString().startsWith(file + ":2: user ");
    }

    @Test
    void a_file_that_cannot_be_read_is_one_line() throws IOException {
        Path missing = folder.resolve("missing.conf");
        Path latin = Files.write(folder.resolve("latin.conf"), "# café\n".getBytes(StandardCharsets.ISO_8859_1));
        Path large = Files.write(folder.resolve("large.conf"), new byte[(1 << 20) + 1]);

        assertUnreadable(missing, "there is no such file, check the path after -c");
        assertUnreadable(folder, "it is a folder, name a file in it");
        assertUnreadable(latin, "it is not UTF-8 text, save it as UTF-8");
        assertUnreadable(large, "it is larger than 1 MiB, which no configuration is");
    }

    private static void assertUnreadable(Path file, String reason) {
        assertThatThrownBy(() -> ConfigurationFile.read(file, OptionalInt.empty()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("cannot read the configuration " + file + ": " + reason);
    }
}
