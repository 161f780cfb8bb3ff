package io.bellbird.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.client.journal.Disk;
import io.bellbird.client.journal.Entry;
import io.bellbird.client.journal.Fact;
import io.bellbird.client.journal.Journal;
import io.bellbird.client.journal.Kept;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client with a folder goes on where the one before it has ended. */
final class QueueOnDiskTest {
    private static final long FOR_EVER = 0xFFFF_FFFFL;

    @TempDir
    private Path scratch;

    private Path folder;
    private PacketBroker broker;

    @BeforeEach
    void startBroker() throws IOException {
        folder = scratch.resolve("queue");
        broker = new PacketBroker();
    }

    @AfterEach
    void closeBroker() throws IOException {
        broker.close();
    }

    private ClientOptions.Builder options() {
        return MqttClient.builder(broker.uri())
                .clientId("boat")
                .backoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                .closeTimeout(Duration.ZERO)
                .queue(QueueOptions.DEFAULT.onDisk(folder));
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Publish received() throws IOException {
        return broker.receive(Publish.class);
    }

    private static String described(Publish publish) {
        return publish.packetId() + " " + publish.payload().toUtf8() + (publish.duplicate() ? " again" : "");
    }

    @Test
    void what_was_enqueued_without_a_connection_is_sent_by_the_next_client_in_order() throws IOException {
        // given
        try (MqttClient first = options().build()) {
            await(first.enqueue("t", "a"));
            await(first.enqueue("t", Bytes.utf8("b"), PublishOptions.QOS_2));
            await(first.enqueue("t", "c"));
        }
        // when
        try (MqttClient second = options().build()) {
            second.connect();
            Connect connect = broker.accept(false);
            // then
            assertThat(connect.cleanStart()).isFalse();
            assertThat(connect.properties().sessionExpiryIntervalSeconds()).isEqualTo(FOR_EVER);
            assertThat(described(received())).isEqualTo("1 a");
            assertThat(described(received())).isEqualTo("2 b");
            assertThat(described(received())).isEqualTo("3 c");
        }
    }

    @Test
    void in_a_session_that_goes_on_the_next_client_sends_again_what_has_no_answer() throws IOException {
        // given: 1 is released, 2 is not answered, 3 is done, 4 was never sent
        sendFourMessages();
        // when
        try (MqttClient second = options().build()) {
            second.connect();
            broker.accept(true);
            // then
            assertThat(broker.receive(PubRel.class).packetId()).isEqualTo(1);
            assertThat(described(received())).isEqualTo("2 b again");
            assertThat(described(received())).isEqualTo("4 d");
            broker.send(new PubComp(1, ReasonCode.SUCCESS));
            broker.send(new PubRec(2, ReasonCode.SUCCESS));
            assertThat(broker.receive(PubRel.class).packetId()).isEqualTo(2);
        }
    }

    private void sendFourMessages() throws IOException {
        try (MqttClient first = options().build()) {
            CompletableFuture<Connected> connecting = first.connect();
            broker.accept(false);
            await(connecting);
            first.publish("t", "a", PublishOptions.QOS_2);
            first.publish("t", "b", PublishOptions.QOS_2);
            CompletableFuture<Published> third = first.publish("t", "c", PublishOptions.QOS_1);
            for (int i = 0; i < 3; i++) {
                received();
            }
            broker.send(new PubRec(1, ReasonCode.SUCCESS));
            broker.receive(PubRel.class);
            broker.send(new PubAck(3, ReasonCode.SUCCESS));
            await(third);
        }
        try (MqttClient offline = options().build()) {
            await(offline.enqueue("t", Bytes.utf8("d"), PublishOptions.QOS_2));
        }
    }

    @Test
    void in_a_new_session_the_next_client_sends_all_that_the_broker_has_not_confirmed_as_new() throws IOException {
        sendFourMessages();

        try (MqttClient second = options().build()) {
            second.connect();
            broker.accept(false);
            assertThat(described(received())).isEqualTo("2 b");
            assertThat(described(received())).isEqualTo("4 d");
        }
    }

    @Test
    void a_message_waits_while_the_one_that_has_its_packet_id_is_not_done() throws IOException {
        // given: 1 is released, 60,001 waits
        Journal journal = Journal.open(folder, "boat", false, Disk.REAL, Runnable::run);
        for (int i = 1; i <= JournalLedger.IDS + 1; i++) {
            write(journal, "message " + i, PublishProperties.NO_EXPIRY, 0);
        }
        journal.append(new Entry.Note(Fact.RELEASED, 1, () -> {}));
        for (int i = 2; i <= JournalLedger.IDS; i++) {
            journal.append(new Entry.Note(Fact.DONE, i, () -> {}));
        }
        await(journal.close());
        // when
        try (MqttClient client = options().build()) {
            client.connect();
            broker.accept(true);
            assertThat(broker.receive(PubRel.class).packetId()).isEqualTo(1);
            client.subscribe("t", message -> {});
            broker.receive(Subscribe.class);
            broker.send(new PubComp(1, ReasonCode.SUCCESS));
            // then
            assertThat(described(received())).isEqualTo("1 message 60001");
        }
    }

    @Test
    void what_must_not_arrive_twice_is_given_up_in_a_new_session_if_it_may_have_been_sent() throws IOException {
        sendFourMessages();

        try (MqttClient second = options().resendWhenSessionIsLost(false).build()) {
            second.connect();
            broker.accept(false);
            assertThat(described(received())).isEqualTo("4 d");
        }
    }

    @Test
    void a_message_that_was_processed_is_not_processed_again_by_the_next_client() throws Exception {
        // given
        BlockingQueue<String> processed = new LinkedBlockingQueue<>();
        ClientOptions.Builder options = options().unclaimed(message -> processed.add(message.text()));
        try (MqttClient first = options.build()) {
            first.connect();
            broker.accept(true);
            broker.send(incoming(5, "a", false));
            assertThat(broker.receive(PubRec.class).packetId()).isEqualTo(5);
        }
        // when
        try (MqttClient second = options.build()) {
            second.connect();
            broker.accept(true);
            broker.send(incoming(5, "a", true));
            assertThat(broker.receive(PubRec.class).packetId()).isEqualTo(5);
            broker.send(new PubRel(5, ReasonCode.SUCCESS));
            assertThat(broker.receive(PubComp.class)).isEqualTo(new PubComp(5, ReasonCode.SUCCESS));
            broker.send(incoming(5, "b", false));
            assertThat(broker.receive(PubRec.class).packetId()).isEqualTo(5);
        }
        // then
        assertThat(processed).containsExactly("a", "b");
    }

    @Test
    void a_new_session_makes_packet_ids_of_the_broker_void_also_for_the_next_client() throws Exception {
        // given
        BlockingQueue<String> processed = new LinkedBlockingQueue<>();
        ClientOptions.Builder options = options().unclaimed(message -> processed.add(message.text()));
        try (MqttClient first = options.build()) {
            first.connect();
            broker.accept(true);
            broker.send(incoming(5, "of the old session", false));
            broker.receive(PubRec.class);
            broker.cut();
            broker.accept(false);
            // so that its requests leave
            first.subscribe("t", message -> {});
            assertThat(broker.receive(Subscribe.class).packetId()).isGreaterThan(JournalLedger.IDS);
        }
        // when
        try (MqttClient second = options.build()) {
            second.connect();
            broker.accept(true);
            broker.send(incoming(5, "of the new one", true));
            broker.receive(PubRec.class);
        }
        // then
        assertThat(processed).containsExactly("of the old session", "of the new one");
    }

    private static Publish incoming(int packetId, String text, boolean duplicate) {
        return new Publish(
                packetId,
                Topic.of("t"),
                Qos.EXACTLY_ONCE,
                duplicate,
                false,
                Bytes.utf8(text),
                PublishProperties.NONE,
                SubscriptionIdentifiers.NONE);
    }

    @Test
    void what_an_acknowledgement_follows_from_is_written_before_it_leaves() throws Exception {
        try (MqttClient client = options().unclaimed(message -> {}).build()) {
            client.connect();
            broker.accept(false);
            client.publish("t", "a", PublishOptions.QOS_2);
            received();
            assertThat(writtenSoFar().takeKept()).extracting(Kept::released).containsExactly(false);
            broker.send(new PubRec(1, ReasonCode.SUCCESS));
            broker.receive(PubRel.class);
            assertThat(writtenSoFar().takeKept()).extracting(Kept::released).containsExactly(true);
            broker.send(incoming(5, "b", false));
            broker.receive(PubRec.class);
            assertThat(writtenSoFar().received()).containsExactly(5);
            broker.send(new PubRel(5, ReasonCode.SUCCESS));
            broker.receive(PubComp.class);
            assertThat(writtenSoFar().received()).isEmpty();
        }
    }

    @Test
    void a_callback_is_called_when_it_is_written_that_the_one_before_has_returned() throws Exception {
        // given
        BlockingQueue<byte[]> seen = new LinkedBlockingQueue<>();
        ClientOptions.Builder options = options().unclaimed(message -> seen.add(segment()));
        try (MqttClient client = options.build()) {
            client.connect();
            broker.accept(true);
            // when
            Publish[] messages = new Publish[20];
            Arrays.setAll(messages, i -> incoming(1 + i, "m", false));
            broker.send(messages);
            for (Publish message : messages) {
                assertThat(broker.receive(PubRec.class).packetId()).isEqualTo(message.packetId());
            }
        }
        // then
        for (int i = 0; i < 20; i++) {
            assertThat(opened(seen.remove()).received()).hasSize(i);
        }
    }

    private byte[] segment() {
        try {
            return Files.readAllBytes(folder.resolve("000000000001.journal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the next client would find, if this one were killed now. */
    private Journal writtenSoFar() throws IOException {
        return opened(segment());
    }

    private Journal opened(byte[] segment) throws IOException {
        Path copy = Files.createTempDirectory(scratch, "copy-");
        Files.write(copy.resolve("000000000001.journal"), segment);
        Journal journal = Journal.open(copy, "boat", false, Disk.REAL, Runnable::run);
        await(journal.close());
        return journal;
    }

    @Test
    void messages_of_all_qos_are_sent_in_the_order_in_which_they_were_published() throws IOException {
        try (MqttClient client = options().build()) {
            client.connect();
            broker.accept(false);
            for (int i = 0; i < 300; i++) {
                client.publish("t", Integer.toString(i), PublishOptions.of(Qos.of(i % 3)));
            }
            for (int i = 0; i < 300; i++) {
                assertThat(received().payload().toUtf8()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void expiry_goes_on_while_there_is_no_process() throws Exception {
        // given: published an hour ago
        long hourAgo = System.currentTimeMillis() - TimeUnit.HOURS.toMillis(1);
        Journal journal = Journal.open(folder, "boat", false, Disk.REAL, Runnable::run);
        write(journal, "over", 3_599, hourAgo);
        write(journal, "still good", 7_200, hourAgo);
        write(journal, "from the future", 100, System.currentTimeMillis() + 1_000_000);
        await(journal.close());
        // when
        try (MqttClient client = options().build()) {
            client.connect();
            broker.accept(true);
            // then
            Publish good = received();
            assertThat(good.payload().toUtf8()).isEqualTo("still good");
            assertThat(good.properties().expiryIntervalSeconds()).isBetween(3_500L, 3_600L);
            assertThat(received().properties().expiryIntervalSeconds()).isBetween(90L, 100L);
        }
        // and what was over is gone
        assertThat(kept()).containsExactly("still good", "from the future");
    }

    private static void write(Journal journal, String text, long expirySeconds, long publishedMillis) {
        PublishProperties properties =
                new PublishProperties(false, expirySeconds, null, null, null, PublishProperties.NONE.userProperties());
        Entry.Content content = new Entry.Content(
                Topic.of("t"), Bytes.utf8(text), Qos.AT_LEAST_ONCE, false, properties, publishedMillis);
        journal.append(new Entry.Outgoing() {
            @Override
            public Entry.Content content() {
                return content;
            }

            @Override
            public void onWritten(long sequence) {}

            @Override
            public void onFailed(IOException cause) {
                throw new AssertionError(cause);
            }

            @Override
            public void onClosed() {
                throw new AssertionError("closed");
            }
        });
    }

    private List<String> kept() throws IOException {
        Journal journal = Journal.open(folder, "boat", false, Disk.REAL, Runnable::run);
        await(journal.close());
        return journal.takeKept().stream()
                .map(kept -> kept.content().payload().toUtf8())
                .toList();
    }

    @Test
    void closing_fails_the_futures_of_what_stays_in_the_folder() throws IOException {
        CompletableFuture<Published> published;
        CompletableFuture<Void> enqueued;
        try (MqttClient client = options().build()) {
            published = client.publish("t", "a");
            enqueued = client.enqueue("t", "b");
        }

        assertThatThrownBy(() -> await(published))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ClientClosedException.class);
        await(enqueued);
        assertThat(kept()).containsExactly("a", "b");
    }

    @Test
    void the_oldest_message_that_a_full_queue_drops_does_not_come_back() throws IOException {
        QueueOptions small = QueueOptions.DEFAULT
                .messages(2)
                .whenFull(QueueOptions.WhenFull.DROP_OLDEST)
                .onDisk(folder);
        try (MqttClient client = options().queue(small).build()) {
            for (String text : new String[] {"a", "b", "c"}) {
                await(client.enqueue("t", text));
            }
        }

        assertThat(kept()).containsExactly("b", "c");
    }

    @Test
    void in_memory_a_message_is_enqueued_at_once_and_refused_when_there_is_no_room() {
        QueueOptions small = QueueOptions.DEFAULT.messages(1);
        try (MqttClient client = MqttClient.builder(broker.uri()).queue(small).build()) {
            assertThat(client.enqueue("t", "a")).isCompleted();
            assertThatThrownBy(() -> await(client.enqueue("t", "b"))).hasCauseInstanceOf(QueueFullException.class);
        }
    }

    @Test
    void a_folder_is_of_no_use_without_a_client_id() {
        ClientOptions.Builder nameless = MqttClient.builder(broker.uri()).queue(QueueOptions.DEFAULT.onDisk(folder));

        assertThatThrownBy(nameless::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clientId");
    }

    @Test
    void a_folder_has_one_client_at_a_time() {
        try (MqttClient first = options().build()) {
            assertThatThrownBy(() -> options().build())
                    .isInstanceOf(QueueFolderException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use by another client");
            assertThat(first.clientId()).isEqualTo("boat");
        }
        options().build().close();
    }
}
