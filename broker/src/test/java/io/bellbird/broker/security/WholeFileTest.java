package io.bellbird.broker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are replaced as a whole. */
class WholeFileTest {
    @TempDir
    private Path folder;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void a_new_file_is_for_its_owner_alone_and_an_old_one_keeps_its_mode() throws IOException {
        Path file = folder.resolve("file");

        WholeFile.write(file, "one\n");
        assertThat(mode(file)).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        WholeFile.write(file, "two\n");

        assertThat(file).hasContent("two\n");
        assertThat(mode(file)).isEqualTo("rw-r--r--");
    }

    @Test
    void a_link_stays_one() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "one");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        assertThat(WholeFile.replace(link, "one", "two")).isTrue();

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("two");
    }

    @Test
    void a_file_that_somebody_else_has_changed_is_left_as_it_is() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "by hand");

        assertThat(WholeFile.replace(file, "one", "two")).isFalse();

        assertThat(file).hasContent("by hand");
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void a_file_that_is_not_there_is_not_replaced_and_no_draft_is_left() {
        assertThatThrownBy(() -> WholeFile.replace(folder.resolve("file"), "one", "two"))
                .isInstanceOf(NoSuchFileException.class);

        assertThat(folder).isEmptyDirectory();
    }

    /** What a crash leaves behind of the one that was writing is in nobody's way. */
    @Test
    void the_draft_of_a_crash_hurts_nobody() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "one");
        Files.writeString(folder.resolve(".file123.new"), "tw");

        assertThat(file).hasContent("one");
        assertThat(WholeFile.replace(file, "one", "two")).isTrue();
        assertThat(file).hasContent("two");
    }
}
