package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.MqttVersion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to messages when the queue is full. */
class QueueTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private MqttClient client = broker.options().build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    private void clientWith(QueueOptions.WhenFull whenFull) {
        client = broker.options(MqttVersion.V5)
                .queue(QueueOptions.DEFAULT.messages(2).whenFull(whenFull))
                .build();
    }

    private CompletableFuture<Published> publish(String payload) {
        return client.publish("t", payload, PublishOptions.QOS_1);
    }

    @Test
    void message_that_does_not_fit_fails_and_leaves_no_trace() {
        clientWith(QueueOptions.WhenFull.FAIL);
        CompletableFuture<Published> first = publish("1");
        publish("2");
        assertThat(failure(publish("3"))).isInstanceOf(QueueFullException.class).hasMessageContaining("2 messages");
        ScriptedConnection connection = broker.connect(client);
        connection.expect("32 ['t' 0001 00 <1>]");
        connection.expect("32 ['t' 0002 00 <2>]");
        assertThat(failure(publish("3"))).isInstanceOf(QueueFullException.class);
        connection.send("40 [0001]");
        await(first);
        publish("4");
        connection.expect("32 ['t' 0003 00 <4>]");
        connection.expectNothing();
    }

    @Test
    void oldest_message_that_was_not_sent_makes_room() {
        clientWith(QueueOptions.WhenFull.DROP_OLDEST);
        ScriptedConnection connection = broker.connect(client, "20 [00 00 [21 0001]]");
        CompletableFuture<Published> sent = publish("1");
        connection.expect("32 ['t' 0001 00 <1>]");
        CompletableFuture<Published> oldest = publish("2");
        CompletableFuture<Published> newest = publish("3");
        assertThat(failure(oldest)).isInstanceOf(QueueFullException.class);
        connection.send("40 [0001]");
        await(sent);
        connection.expect("32 ['t' 0002 00 <3>]");
        connection.send("40 [0002]");
        await(newest);
    }

    @Test
    void caller_waits_for_room() {
        clientWith(QueueOptions.WhenFull.WAIT);
        ScriptedConnection connection = broker.connect(client);
        publish("1");
        publish("2");
        CompletableFuture<CompletableFuture<Published>> third = CompletableFuture.supplyAsync(() -> publish("3"));
        connection.expect("32 ['t' 0001 00 <1>]");
        connection.expect("32 ['t' 0002 00 <2>]");
        connection.expectNothing();
        assertThat(third).isNotDone();
        connection.send("40 [0001]");
        await(third);
        connection.expect("32 ['t' 0003 00 <3>]");
    }

    @Test
    void cancelled_message_gives_its_room_back() {
        clientWith(QueueOptions.WhenFull.FAIL);
        publish("1").cancel(false);
        publish("2").cancel(false);
        ScriptedConnection connection = broker.connect(client);
        connection.expectNothing();
        publish("3");
        connection.expect("32 ['t' 0001 00 <3>]");
    }

    @Test
    void messages_of_qos_0_that_a_broken_connection_took_along_give_their_room_back() {
        clientWith(QueueOptions.WhenFull.FAIL);
        ScriptedConnection connection = broker.connect(client);
        for (int round = 0; round < 50; round++) {
            CompletableFuture<Published> first = client.publish("t", "x", PublishOptions.QOS_0);
            CompletableFuture<Published> second = client.publish("t", "x", PublishOptions.QOS_0);
            connection.abort();
            connection = broker.accept(ScriptedBroker.WELCOME_BACK);
            for (CompletableFuture<Published> each : List.of(first, second)) {
                Optional<Throwable> failure = each.handle((done, cause) -> Optional.ofNullable(cause))
                        .orTimeout(ScriptedBroker.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                        .join();
                failure.ifPresent(cause -> assertThat(cause).isInstanceOf(ConnectionLostException.class));
            }
            await(client.connect());
        }
    }
}
