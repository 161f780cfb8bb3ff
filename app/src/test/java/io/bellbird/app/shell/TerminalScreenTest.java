package io.bellbird.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys pressed at a terminal that shows nothing. */
class TerminalScreenTest {
    @TempDir
    private Path folder;

    private TerminalScreen pressing(String keys, Optional<Path> history) throws Exception {
        Terminal terminal = new DumbTerminal(
                "test",
                "ansi",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8);
        return new TerminalScreen(
                terminal, () -> "> ", history, line -> Stream.of("home/bell").filter(word -> line.startsWith("get h")));
    }

    @Test
    void tab_completes_and_the_end_of_the_input_is_the_end() throws Exception {
        try (TerminalScreen screen = pressing("get h\t\nnext\n", Optional.empty())) {
            assertThat(screen.nextLine()).map(String::strip).contains("get home/bell");
            assertThat(screen.nextLine()).contains("next");
            assertThat(screen.nextLine()).isEmpty();
        }
    }

    @Test
    void payloads_are_taken_as_they_are_typed() throws Exception {
        try (TerminalScreen screen = pressing("pub a {\"b\": \"c\\d!e\n", Optional.empty())) {
            assertThat(screen.nextLine()).contains("pub a {\"b\": \"c\\d!e");
        }
    }

    @Test
    void what_was_typed_is_kept() throws Exception {
        Path history = folder.resolve("history");
        try (TerminalScreen screen = pressing("help\n", Optional.of(history))) {
            screen.nextLine();
        }
        assertThat(Files.readString(history)).contains("help");
    }
}
