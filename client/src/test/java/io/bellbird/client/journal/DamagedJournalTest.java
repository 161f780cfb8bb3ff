package io.bellbird.client.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves is read up to where it was written; any other damage is an error, never silence. */
final class DamagedJournalTest {
    @TempDir
    private Path folder;

    private Path file;
    /** Where the last of three batches begins. */
    private int endOfSecond;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("000000000001.journal");
    }

    @Test
    void a_torn_end_at_any_byte_loses_only_the_batch_that_was_being_written() throws IOException {
        // given
        List<Integer> ends = new ArrayList<>();
        Opened opened = Opened.in(folder);
        ends.add((int) Files.size(file));
        for (String text : List.of("a", "bb", "ccc")) {
            opened.write(text);
            ends.add((int) Files.size(file));
        }
        opened.close();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            // when
            Files.write(file, Arrays.copyOf(whole, length));
            int at = length;
            int expected = (int) ends.stream().skip(1).filter(end -> end <= at).count();
            // then
            try (Opened after = Opened.in(folder)) {
                assertThat(after.kept()).as("%d bytes", length).hasSize(expected);
                assertThat(after.write("next")).isEqualTo(expected + 1);
            }
            try (Opened again = Opened.in(folder)) {
                assertThat(again.kept()).as("%d bytes", length).hasSize(expected + 1);
            }
        }
    }

    @Test
    void a_torn_end_with_zeros_as_after_a_power_loss_is_cut_off() throws IOException {
        byte[] whole = threeBatches();
        int start = whole.length - 30;
        Arrays.fill(whole, start, whole.length, (byte) 0);
        Files.write(file, Arrays.copyOf(whole, whole.length + 5_000));

        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 a", "2 b");
        }
    }

    @Test
    void a_changed_bit_before_the_last_batch_is_an_error_that_names_file_and_place() throws IOException {
        byte[] whole = threeBatches();
        for (int at = 0; at < endOfSecond; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(file, damaged);

            assertThatThrownBy(() -> Opened.in(folder))
                    .as("byte %d", at)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("at byte ")
                    .hasMessageContaining("move it away");
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
        }
    }

    private byte[] threeBatches() throws IOException {
        try (Opened opened = Opened.in(folder)) {
            opened.write("a");
            opened.write("b");
            endOfSecond = (int) Files.size(file);
            opened.write("c");
        }
        return Files.readAllBytes(file);
    }

    @Test
    void a_payload_that_is_a_journal_is_not_taken_for_one() throws IOException {
        // given: a message that holds the whole file so far is torn
        byte[] soFar = threeBatches();
        try (Opened opened = Opened.in(folder)) {
            opened.write(new String(soFar, StandardCharsets.ISO_8859_1));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        // when
        try (Opened after = Opened.in(folder)) {
            // then
            assertThat(after.kept()).containsExactly("1 a", "2 b", "3 c");
        }
    }

    @Test
    void a_damaged_end_of_a_segment_that_is_not_the_last_is_an_error() throws IOException {
        try (Opened opened = Opened.in(folder, Disk.REAL, 100)) {
            List.of("a", "b", "c").forEach(opened::write);
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> Opened.in(folder)).hasMessageContaining(file.toString());
    }

    @Test
    void a_missing_segment_is_an_error() throws IOException {
        try (Opened opened = Opened.in(folder, Disk.REAL, 1)) {
            List.of("a", "b", "c").forEach(opened::write);
        }
        Path middle = folder.resolve("000000000003.journal");
        Files.delete(middle);

        assertThatThrownBy(() -> Opened.in(folder)).hasMessageContaining(middle + " is missing");
    }

    @Test
    void a_segment_that_was_only_begun_is_made_anew() throws IOException {
        threeBatches();
        Path next = folder.resolve("000000000002.journal");
        Files.write(next, Arrays.copyOf(Files.readAllBytes(file), 10));

        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).hasSize(3);
            assertThat(next).doesNotExist();
        }
    }
}
