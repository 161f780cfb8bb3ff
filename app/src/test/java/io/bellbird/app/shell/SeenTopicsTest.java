package io.bellbird.app.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenTopicsTest {
    private final SeenTopics seen = new SeenTopics();

    @Test
    void topics_are_shown_as_a_tree_with_counts_and_last_values() {
        seen.note("home/kitchen/lamp", "on");
        seen.note("home/kitchen/lamp", "off");
        seen.note("home/kitchen", "warm");
        seen.note("alarm", "");

        assertThat(seen.tree("")).containsExactly("alarm  (1)  ", "home", "  kitchen  (1)  warm", "    lamp  (2)  off");
        assertThat(seen.tree("home/kitchen")).containsExactly("home", "  kitchen  (1)  warm", "    lamp  (2)  off");
    }

    @Test
    void what_would_move_the_cursor_is_not_shown() {
        seen.note("a\u001b[2Jb", "x\ny");

        assertThat(seen.tree("")).containsExactly("a?[2Jb  (1)  x?y");
    }

    @Test
    void only_so_many_topics_are_remembered() {
        for (int i = 0; i <= SeenTopics.TOPICS_MAX; i++) {
            seen.note("t/" + i, "x");
        }

        assertThat(seen.tree(""))
                .hasSize(202)
                .contains("... and 9801 more lines: ls TOPIC shows a part")
                .endsWith("1 messages came on other topics: only 10000 are remembered");
    }

    @Test
    void the_history_is_for_the_user_alone(@TempDir Path home) throws IOException {
        Path file = HistoryFile.of(Map.of(), home).orElseThrow();

        assertThat(file).isEqualTo(home.resolve(".local/state/bellbird/shell-history"));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(HistoryFile.of(Map.of("XDG_STATE_HOME", file.toString()), home))
                .as("a folder that cannot be made")
                .isEmpty();
    }
}
