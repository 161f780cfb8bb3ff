package io.bellbird.app.mosquitto;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.store.rocksdb.RocksStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MosquittoImportTest {
    /** Soon after the sample was written. */
    private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void sessions_subscriptions_queues_and_retained_messages_of_a_real_file_are_in_the_store() throws Exception {
        ImportCount count = imported(MosquittoDatabaseTest.sample(), NOW);

        assertThat(count.sessions()).isEqualTo(6);
        assertThat(count.subscriptions()).isEqualTo(7);
        assertThat(count.retained()).isEqualTo(3);
        assertThat(count.leftOut()).isEmpty();
        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.clients()).containsExactly("door", "five", "inbound", "inflight", "lamp-1", "never");
            assertThat(store.session("five").session().expiryIntervalSeconds())
                    .isEqualTo(Duration.between(NOW, Instant.parse("2026-11-22T13:07:36Z"))
                                    .toSeconds()
                            + 1);
            assertThat(store.session("door").session().expiryIntervalSeconds()).isEqualTo(MosquittoSession.NEVER);
            assertThat(store.session("door").session().connected()).isFalse();
            assertThat(store.subscriptions("lamp-1")).containsExactly("/lead/# 0", "home/+/temp 2", "house/# 1");
            assertThat(store.subscriptions("five")).containsExactly("sensors/# 2 no-local as-published 300");
            assertThat(store.queue("five")).containsExactly("sensors/t 21.5 2 retain [300]", "sensors/u  1 [300]");
            assertThat(store.retained()).containsExactly("house/lamp on", "plain/retained r0", "sensors/t 21.5");
            assertThat(store.expiryHours("sensors/t"))
                    .isEqualTo(Duration.between(NOW, Instant.parse("2162-12-28T19:35:50Z"))
                            .toHours());
        }
    }

    @Test
    void messages_in_flight_keep_their_packet_ids() throws Exception {
        imported(MosquittoDatabaseTest.sample(), NOW);

        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.queue("inflight"))
                    .containsExactly("f/1 one 1 id 1", "f/2 two 2 id 2", "f/3 three 2 id 3 released");
            assertThat(store.session("inbound").receivedIds()).containsExactly(99);
        }
    }

    @Test
    void a_message_that_awaits_pubrel_is_handed_on_behind_what_waits_already() throws Exception {
        imported(MosquittoDatabaseTest.sample(), NOW);

        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.queue("lamp-1"))
                    .containsExactly("house/door open 1", "house/lamp on 1", "house/late late 1");
            assertThat(store.queue("door")).containsExactly("house/door open 2");
        }
    }

    @Test
    void overlapping_subscriptions_get_one_copy_of_a_message_that_awaits_pubrel() throws Exception {
        byte[] file = DatabaseWriter.format(6)
                .message(1, "a/b", 2, true, "x")
                .session("publisher")
                .delivery("publisher", 1, 5, 2, DeliveryState.AWAIT_PUBREL.number(), 0, DatabaseWriter.NO_PROPERTIES)
                .session("twice")
                .subscription("publisher", "a/#", 2, 4, 0)
                .subscription("twice", "a/#", 1, 8, 7)
                .subscription("twice", "a/b", 2, 0, 9)
                .subscription("twice", "c", 2, 0, 11)
                .bytes();
        imported(file, NOW);

        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.queue("twice")).containsExactly("a/b x 2 retain [7, 9]");
            assertThat(store.queue("publisher")).isEmpty(); // its subscription is no-local
            assertThat(store.retained()).containsExactly("a/b x");
        }
    }

    @Test
    void what_has_expired_meanwhile_is_left_out_and_said() throws Exception {
        ImportCount count = imported(MosquittoDatabaseTest.sample(), NOW.plus(Duration.ofDays(60_000)));

        assertThat(count.leftOut()).containsExactly("1 sessions had expired", "2 messages had expired");
        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.clients()).doesNotContain("five");
            assertThat(store.retained()).containsExactly("house/lamp on", "plain/retained r0");
        }
    }

    @Test
    void what_is_not_kept_is_left_out_and_said() throws Exception {
        byte[] file = DatabaseWriter.format(6)
                .message(1, "a", 2, false, "x")
                .session("lamp")
                .delivery("lamp", 1, 0, 0, DeliveryState.QUEUED)
                .delivery("lamp", 1, 8, 2, DeliveryState.SEND_PUBREC.number(), 0, DatabaseWriter.NO_PROPERTIES)
                .subscription("lamp", "$share/group/a", 1)
                .bytes();
        ImportCount count = imported(file, NOW);

        assertThat(count.leftOut())
                .containsExactly(
                        "1 queued messages have QoS 0, which is not kept for clients that are away",
                        "1 QoS 2 messages from clients were not yet acknowledged: their clients send them again",
                        "1 shared subscriptions: their clients have to subscribe again");
    }

    @Test
    void a_session_that_an_older_mosquitto_began_is_kept() throws Exception {
        byte[] file = DatabaseWriter.format(6)
                .session("lamp", DatabaseWriter.NO_PROPERTIES, 0, 0)
                .bytes();
        imported(file, NOW);

        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.session("lamp").session().expiryIntervalSeconds()).isEqualTo(MosquittoSession.NEVER);
        }
    }

    @Test
    void what_the_store_has_already_stays_as_it_is() throws Exception {
        byte[] newer = DatabaseWriter.format(6)
                .message(1, "house/lamp", 1, true, "off")
                .session("lamp-1")
                .subscription("lamp-1", "new", 1)
                .retained(1)
                .bytes();
        imported(newer, NOW);

        ImportCount count = imported(MosquittoDatabaseTest.sample(), NOW);

        assertThat(count.sessions()).isEqualTo(5);
        assertThat(count.retained()).isEqualTo(2);
        assertThat(count.leftOut())
                .containsExactly(
                        "1 sessions are in the data already, with newer content",
                        "1 retained messages are in the data already, with newer content");
        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.subscriptions("lamp-1")).containsExactly("new 1");
            assertThat(store.queue("lamp-1")).isEmpty();
            assertThat(store.queue("door")).containsExactly("house/door open 2");
            assertThat(store.retained()).containsExactly("house/lamp off", "plain/retained r0", "sensors/t 21.5");
        }
    }

    @Test
    void a_long_queue_goes_in_many_batches_and_stays_in_order() throws Exception {
        DatabaseWriter file = DatabaseWriter.format(6);
        String payload = "x".repeat(20_000);
        for (int i = 1; i <= 200; i++) {
            file.message(i, "n/" + i, 1, false, payload);
        }
        file.session("lamp");
        for (int i = 1; i <= 200; i++) {
            file.delivery("lamp", i, 0, 1, DeliveryState.QUEUED);
        }
        assertThat(imported(file.bytes(), NOW).queuedMessages()).isEqualTo(200);

        try (ImportedStore store = new ImportedStore(folder)) {
            assertThat(store.queue("lamp")).hasSize(200);
            assertThat(store.queue("lamp").get(199)).isEqualTo("n/200 " + payload + " 1");
        }
    }

    private ImportCount imported(byte[] bytes, Instant now) throws Exception {
        Path file = Files.write(folder.resolve("mosquitto.db"), bytes);
        RetainedMessages retained = new RetainedMessages();
        try (MosquittoDatabase database = MosquittoDatabase.open(file);
                RocksStore store = ImportedStore.open(folder, retained)) {
            return new MosquittoImport(database, store, retained, now).run();
        }
    }
}
