package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadOutcomeTest {
    @TempDir
    private Path folder;

    @Test
    void what_was_left_is_read_and_takes_the_place_of_the_one_before() throws IOException {
        Path place = ReloadOutcome.place(Optional.of(folder), Optional.empty()).orElseThrow();
        assertThat(ReloadOutcome.read(place)).isEmpty();
        new ReloadOutcome(Instant.EPOCH, 0, List.of("first")).write(place);

        ReloadOutcome last = new ReloadOutcome(Instant.now(), 3, List.of("a: b", "c"));
        last.write(place);

        assertThat(ReloadOutcome.read(place)).contains(last);
        assertThat(folder).isDirectoryContaining(place::equals).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void without_a_data_folder_it_lies_beside_the_pid_file() {
        assertThat(ReloadOutcome.place(Optional.empty(), Optional.of(Path.of("/run/b.pid"))))
                .contains(Path.of("/run/b.pid.reload.result"));
        assertThat(ReloadOutcome.place(Optional.empty(), Optional.empty())).isEmpty();
    }

    @Test
    void what_is_none_is_not_taken_for_one() throws IOException {
        for (String text : List.of("", "x", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z x\n")) {
            Path place = Files.writeString(folder.resolve("r"), text);
            assertThatThrownBy(() -> ReloadOutcome.read(place)).isInstanceOf(IOException.class);
        }
    }
}
