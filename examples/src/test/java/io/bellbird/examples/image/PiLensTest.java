package io.bellbird.examples.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts that stand for the command of a camera. */
final class PiLensTest {
    @TempDir
    private Path folder;

    @Test
    void the_command_is_given_a_file_and_a_size() throws IOException, InterruptedException {
        Lens lens = new PiLens(command("echo \"$1 $2 $3 $4 $6 $7 $8 $9\" >\"$5\""), 640);
        assertThat(new String(lens.picture(), StandardCharsets.UTF_8))
                .isEqualTo("-n -t 500 -o --width 640 --height 480\n");
    }

    @Test
    void what_a_command_complains_of_is_passed_on() throws IOException {
        Lens lens = new PiLens(command("echo no cameras available >&2; exit 255"), 640);
        assertThatThrownBy(lens::picture)
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("failed: no cameras available");
    }

    private String command(String line) throws IOException {
        Path script = Files.writeString(folder.resolve("camera"), "#!/bin/sh\n" + line + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script.toString();
    }
}
