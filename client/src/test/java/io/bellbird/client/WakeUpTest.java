package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which threads a message wakes. */
class WakeUpTest {
    private static final int MESSAGES = 100;

    private final Racing racing = new Racing();
    private final AtomicInteger callbacks = new AtomicInteger();
    private final ClientThreads threads = new ClientThreads(1, task -> {
        callbacks.incrementAndGet();
        racing.threads.execute(task);
    });
    private final PacketBroker broker = new PacketBroker();
    private final MqttClient client =
            MqttClient.builder(broker.uri()).clientId("c").threads(threads).build();

    WakeUpTest() throws IOException {}

    @BeforeEach
    void connect() throws IOException {
        CompletableFuture<Connected> connecting = client.connect();
        broker.accept(false);
        await(connecting);
    }

    @AfterEach
    void close() throws IOException {
        broker.close();
        client.close();
        threads.close();
        racing.close();
    }

    private void acknowledge(int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            Publish publish = broker.receive(Publish.class);
            broker.send(new PubAck(publish.packetId(), ReasonCode.SUCCESS, AckProperties.NONE));
        }
    }

    /** Publishes on another thread, and waits there. */
    private CompletableFuture<Published> publishAndWait() {
        return CompletableFuture.supplyAsync(
                () -> client.blocking().publish("t", Bytes.EMPTY, PublishOptions.QOS_1), racing.threads);
    }

    @Test
    void a_message_that_nobody_waits_for_wakes_no_callback_thread() throws IOException {
        int before = callbacks.get();
        for (int i = 0; i < MESSAGES; i++) {
            client.enqueue("t", Bytes.EMPTY, i % 2 == 0 ? PublishOptions.QOS_1 : PublishOptions.QOS_0);
        }
        for (int i = 0; i < MESSAGES / 2; i++) {
            acknowledge(1);
            broker.receive(Publish.class);
        }
        CompletableFuture<Published> last = publishAndWait(); // done after all others
        acknowledge(1);
        await(last);
        assertThat(callbacks).hasValue(before);
    }

    @Test
    void a_thread_that_waits_is_woken_without_a_callback_thread() throws IOException {
        int before = callbacks.get();
        for (int i = 0; i < MESSAGES; i++) {
            CompletableFuture<Published> waiting = publishAndWait();
            acknowledge(1);
            assertThat(await(waiting).reason()).isEqualTo(ReasonCode.SUCCESS);
        }
        assertThat(callbacks).hasValue(before);
    }

    @Test
    void messages_that_are_acknowledged_in_one_piece_wake_one_callback_thread() throws IOException {
        CompletableFuture<?>[] published = new CompletableFuture<?>[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            published[i] = client.publish("t", Bytes.EMPTY, PublishOptions.QOS_1);
        }
        PubAck[] acks = new PubAck[MESSAGES];
        for (int i = 0; i < MESSAGES; i++) {
            acks[i] = new PubAck(broker.receive(Publish.class).packetId(), ReasonCode.SUCCESS, AckProperties.NONE);
        }
        int before = callbacks.get();
        broker.send(acks);
        await(CompletableFuture.allOf(published));
        assertThat(callbacks).hasValue(before + 1);
    }

    /** Steps are attached while the acknowledgement comes, in each way that there is. */
    @Test
    void what_hangs_on_a_future_never_runs_on_the_thread_of_the_socket() throws IOException {
        int messages = 3_000;
        Set<String> ran = ConcurrentHashMap.newKeySet();
        Runnable step = () -> ran.add(Thread.currentThread().getName());
        CompletableFuture<Void> attached = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < messages; i++) {
                        CompletableFuture<Published> published = client.publish("t", Bytes.EMPTY, PublishOptions.QOS_1);
                        for (int spin = i % 300; spin > 0; spin--) {
                            Thread.onSpinWait();
                        }
                        switch (i % 4) {
                            case 0 -> published.thenRun(step);
                            case 1 -> CompletableFuture.allOf(published).thenRun(step);
                            case 2 -> CompletableFuture.anyOf(published).thenRun(step);
                            default -> await(published.whenComplete((done, failure) -> step.run()));
                        }
                    }
                },
                racing.threads);
        acknowledge(messages);
        await(attached);
        assertThat(ran).isNotEmpty().noneMatch(name -> name.startsWith("bellbird-client"));
    }
}
