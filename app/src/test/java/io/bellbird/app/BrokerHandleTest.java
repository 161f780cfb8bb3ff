package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process of a broker is found; this test's own process stands for one. */
class BrokerHandleTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    private BrokerHandle find(String content) throws IOException {
        return BrokerHandle.find(Optional.of(Files.writeString(folder.resolve("p"), content)), Optional.empty());
    }

    @Test
    void it_is_the_one_that_the_pid_file_names_or_else_that_of_the_data_folder() throws IOException {
        assertThat(find(OWN_PID + "\n").pid()).isEqualTo(OWN_PID);
        Files.writeString(folder.resolve("pid"), OWN_PID + "\n");
        assertThat(BrokerHandle.find(Optional.empty(), Optional.of(folder)).pid())
                .isEqualTo(OWN_PID);
    }

    @Test
    void a_process_that_began_after_the_file_was_written_is_another_one() throws IOException {
        Path file = Files.writeString(folder.resolve("pid"), OWN_PID + "\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));

        assertThatThrownBy(() -> BrokerHandle.find(Optional.of(file), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("no broker runs: process " + OWN_PID + ", which " + file + " names, has ended");
    }

    @Test
    void what_is_no_process_id_is_named() {
        assertThatThrownBy(() -> find("me"))
                .hasMessage(folder.resolve("p") + " holds no process id, name the process with --pid");
        assertThatThrownBy(() -> BrokerHandle.find(Optional.empty(), Optional.empty()))
                .hasMessageContaining("neither pid_file nor persistence");
        assertThatThrownBy(() -> BrokerHandle.ofProcess(Long.MAX_VALUE))
                .hasMessage("there is no process " + Long.MAX_VALUE);
    }
}
