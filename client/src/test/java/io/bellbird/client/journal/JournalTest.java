package io.bellbird.client.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.codec.UserProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    @TempDir
    private Path folder;

    @Test
    void a_message_is_read_as_it_was_written() throws IOException {
        // given
        PublishProperties properties = new PublishProperties(
                true,
                4_000_000_000L,
                "text/plain",
                "answers/1",
                Bytes.utf8("42"),
                List.of(new UserProperty("a", "1"), new UserProperty("a", "")));
        Entry.Content all =
                new Entry.Content(Topic.of("küche/\u0001"), Bytes.EMPTY, Qos.AT_LEAST_ONCE, true, properties, -5);
        try (Opened before = Opened.in(folder)) {
            Opened.await(before.begin(all));
            Opened.await(before.begin(Opened.content("plain")));
        }
        // when
        try (Opened after = Opened.in(folder)) {
            // then
            assertThat(after.messages())
                    .containsExactly(
                            new Kept(1, all, false, false), new Kept(2, Opened.content("plain"), false, false));
        }
    }

    @Test
    void what_is_done_does_not_come_back_and_the_rest_keeps_its_order_and_state() throws IOException {
        try (Opened before = Opened.in(folder)) {
            List.of("a", "b", "c", "d").forEach(before::write);
            before.write(Fact.RELEASED, 1);
            before.write(Fact.RELEASED, 3);
            before.write(Fact.DONE, 2);
            before.write(Fact.DONE, 3);
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 a released", "4 d");
            assertThat(after.write("e")).isEqualTo(5);
        }
        try (Opened again = Opened.in(folder)) {
            assertThat(again.kept()).containsExactly("1 a released", "4 d", "5 e");
        }
    }

    @Test
    void packet_ids_of_the_broker_are_kept_until_they_are_released_or_the_session_is_new() throws IOException {
        try (Opened before = Opened.in(folder)) {
            before.write(Fact.RECEIVED, 7);
            before.write(Fact.SESSION_NEW);
            before.write(Fact.RECEIVED, 65_535);
            before.write(Fact.RECEIVED, 8);
            before.write(Fact.RECEIVED, 9);
            before.write(Fact.FORGOTTEN, 8);
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.journal.received()).containsExactlyInAnyOrder(9, 65_535);
        }
    }

    @Test
    void messages_may_have_been_sent_exactly_when_there_was_a_connection_after_they_were_published()
            throws IOException {
        try (Opened before = Opened.in(folder)) {
            before.write("before");
            before.write(Fact.ONLINE);
            before.write("meanwhile");
            before.write(Fact.OFFLINE);
            before.write("after");
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 before sent", "2 meanwhile sent", "3 after");
        }
    }

    @Test
    void everything_is_called_back_in_the_order_in_which_it_was_handed_in() throws IOException {
        try (Opened opened = Opened.in(folder)) {
            opened.begin(Opened.content("a"));
            opened.journal.append(new Entry.Passing(() -> opened.callbacks.add("passes")));
            opened.begin(Fact.RECEIVED, 4);
            Opened.await(opened.begin(Opened.content("b")));

            assertThat(opened.callbacks).containsExactly("a", "passes", "RECEIVED 4", "b");
        }
    }

    @Test
    void what_was_handed_in_before_the_end_is_written_and_what_comes_later_is_refused() throws IOException {
        // given
        Opened opened = Opened.in(folder);
        CompletableFuture<Long> early = opened.begin(Opened.content("early"));
        // when
        opened.close();
        // then
        assertThat(Opened.await(early)).isEqualTo(1);
        assertThat(Opened.failure(opened.begin(Opened.content("late")))).contains("closed");
        assertThat(Opened.failure(opened.begin(Opened.content("later")))).contains("closed");
        opened.close();
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 early");
        }
    }

    @Test
    void whatever_is_handed_in_while_the_journal_ends_is_written_or_refused() throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 30; round++) {
                Opened opened = Opened.in(folder.resolve("round-" + round));
                List<CompletableFuture<Long>> handedIn = new CopyOnWriteArrayList<>();
                Runnable handIn = () -> {
                    for (int i = 0; i < 100; i++) {
                        handedIn.add(opened.begin(Opened.content("x")));
                    }
                };
                CompletableFuture<?> one = CompletableFuture.runAsync(handIn, threads);
                CompletableFuture<?> other = CompletableFuture.runAsync(handIn, threads);
                opened.close();
                Opened.await(CompletableFuture.allOf(one, other));
                for (CompletableFuture<Long> each : handedIn) {
                    Opened.await(each.handle((sequence, refusal) -> true));
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    // Segments

    @Test
    void a_segment_is_deleted_when_its_messages_are_done_and_those_before_it() throws IOException {
        try (Opened opened = Opened.in(folder, Disk.REAL, 200)) {
            for (int i = 0; i < 30; i++) {
                opened.write("message " + i);
            }
            assertThat(segments()).hasSizeGreaterThan(5);
            // when: all but the first
            for (int i = 2; i <= 30; i++) {
                opened.write(Fact.DONE, i);
            }
            // then
            assertThat(segments()).hasSizeGreaterThan(5);
            opened.write(Fact.DONE, 1);
            assertThat(segments()).hasSize(1);
        }
    }

    @Test
    void small_state_outlives_the_segment_in_which_it_was_written() throws IOException {
        try (Opened opened = Opened.in(folder, Disk.REAL, 200)) {
            opened.write(Fact.ONLINE);
            long released = opened.write("released");
            opened.write(Fact.RELEASED, released);
            opened.write(Fact.RECEIVED, 11);
            for (int i = 0; i < 50; i++) {
                opened.write(Fact.RECEIVED, 12);
                opened.write(Fact.FORGOTTEN, 12);
            }
            opened.write(Fact.DONE, opened.write("last"));
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 released sent released");
            assertThat(after.journal.received()).containsExactly(11);
            assertThat(after.write("next")).isEqualTo(3);
        }
    }

    @Test
    void one_large_message_fits() throws IOException {
        String large = "x".repeat(3 << 20);
        try (Opened opened = Opened.in(folder, Disk.REAL, 200)) {
            opened.write(large);
            opened.write("small");
        }
        try (Opened after = Opened.in(folder)) {
            assertThat(after.kept()).containsExactly("1 " + large, "2 small");
        }
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    // Who may use a folder

    @Test
    void a_folder_has_one_client_at_a_time() throws IOException {
        try (Opened first = Opened.in(folder)) {
            assertThatThrownBy(() -> Opened.in(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another client");
            first.write("still works");
        }
        try (Opened next = Opened.in(folder)) {
            assertThat(next.kept()).hasSize(1);
        }
    }

    @Test
    void a_folder_belongs_to_one_client() throws IOException {
        Opened.in(folder).close();

        assertThatThrownBy(() -> Journal.open(folder, "ship", false, Disk.REAL, Runnable::run))
                .hasMessageContaining("belongs to the client \"boat\", not to \"ship\"");
        Opened.in(folder).close();
    }
}
