package io.bellbird.client.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be written is said to be so, and what was written before stays whole. */
final class FullDiskTest {
    @TempDir
    private Path folder;

    private final SmallDisk disk = new SmallDisk(SmallDisk.LARGE);

    @Test
    void a_message_fails_while_the_disk_is_full_and_later_ones_are_written() throws IOException {
        for (int room = 0; room < 100; room++) {
            Path another = folder.resolve("room-" + room);
            try (Opened opened = Opened.in(another, disk, Journal.SEGMENT_BYTES)) {
                opened.write("before");
                // when
                disk.room.set(room);
                CompletableFuture<Long> tooMuch = opened.begin(Opened.content("x".repeat(100)));
                // then
                assertThat(Opened.failure(tooMuch)).isEqualTo("No space left on device");
                disk.room.set(SmallDisk.LARGE);
                assertThat(opened.write("after")).isEqualTo(2);
            }
            try (Opened after = Opened.in(another)) {
                assertThat(after.kept()).containsExactly("1 before", "2 after");
            }
        }
    }

    @Test
    void a_fact_waits_until_there_is_room() throws IOException {
        try (Opened opened = Opened.in(folder, disk, Journal.SEGMENT_BYTES)) {
            opened.write("a");
            disk.room.set(0);
            CompletableFuture<Void> done = opened.begin(Fact.DONE, 1);
            assertThat(Opened.failure(opened.begin(Opened.content("b")))).contains("No space");
            assertThat(done).isNotDone();
            // when
            disk.room.set(SmallDisk.LARGE);
            // then: without anybody asking
            Opened.await(done);
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).isEmpty();
        }
    }

    @Test
    void a_message_that_has_failed_is_not_there_even_if_it_could_not_be_cut_off_at_first() throws IOException {
        try (Opened opened = Opened.in(folder, disk, Journal.SEGMENT_BYTES)) {
            opened.write("before");
            disk.room.set(50);
            disk.failsTruncate.set(true);
            assertThat(Opened.failure(opened.begin(Opened.content("x".repeat(100)))))
                    .contains("No space");
            disk.room.set(SmallDisk.LARGE);
            assertThat(Opened.failure(opened.begin(Opened.content("y")))).contains("Input/output error");
            disk.failsTruncate.set(false);
            opened.write("after");
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 before", "2 after");
        }
    }

    @Test
    void after_a_sync_that_failed_the_journal_goes_on_in_another_file() throws IOException {
        Segments synced = new Segments(folder, disk, true, Journal.SEGMENT_BYTES);
        Journal journal = Journal.open(folder, Opened.CLIENT, synced, Runnable::run);
        Opened opened = Opened.of(journal);
        opened.write("before");
        disk.failsSync.set(true);
        assertThat(Opened.failure(opened.begin(Opened.content("meanwhile")))).contains("Input/output error");
        disk.failsSync.set(false);
        opened.write("after");
        opened.close();

        assertThat(folder.resolve("000000000002.journal")).exists();
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 before", "2 after");
        }
    }

    @Test
    void a_new_segment_that_does_not_fit_leaves_the_old_ones_as_they_were() throws IOException {
        try (Opened opened = Opened.in(folder, disk, 1)) {
            opened.write("before");
            for (int room = 0; room < 60; room++) {
                disk.room.set(room);
                assertThat(Opened.failure(opened.begin(Opened.content("x")))).contains("No space");
            }
            disk.room.set(SmallDisk.LARGE);
            opened.write("after");
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 before", "2 after");
        }
    }
}
