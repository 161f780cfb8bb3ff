package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.PATIENCE_MILLIS;
import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.WELCOME_BACK;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.Unsubscribe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections and clients end. */
class EndTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private final BlockingQueue<Disconnected> ends = new LinkedBlockingQueue<>();
    private MqttClient client = options().build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    private ClientOptions.Builder options() {
        return broker.options(MqttVersion.V5).listener(new ConnectionListener() {
            @Override
            public void onDisconnected(Disconnected end) {
                ends.add(end);
                throw new IllegalStateException("a listener that fails");
            }
        });
    }

    private Disconnected end() {
        try {
            Disconnected end = ends.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(end).as("the listener is told").isNotNull();
            return end;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // The broker ends it

    @ParameterizedTest
    @EnumSource(
            value = ReasonCode.class,
            names = {"SERVER_SHUTTING_DOWN", "NOT_AUTHORIZED", "KEEP_ALIVE_TIMEOUT", "ADMINISTRATIVE_ACTION"})
    @Spec({"MQTT-4.13.2-1"})
    void client_comes_back_after_a_disconnect(ReasonCode reason) {
        ScriptedConnection connection = broker.connect(client);
        connection.send("E0 [%02X [1F 'why']] 32 ['late' 0001 {} <x>]".formatted(reason.code()));
        connection.expectEnd();
        Disconnected end = end();
        assertThat(end.reason()).contains(reason);
        assertThat(end.explanation()).contains("(why)");
        assertThat(end.retryAfter()).isPresent();
        broker.accept(WELCOME_BACK).expectNothing();
    }

    @Test
    void client_whose_session_was_taken_over_does_not_come_back_by_itself() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> published = client.publish("t", "x");
        connection.expect(Publish.class);
        connection.send("E0 [8E]");
        connection.expectEnd();
        assertThat(end().retryAfter()).isEmpty();
        assertThat(failure(published)).hasMessageContaining("give each its own");
        assertThat(failure(client.publish("t", "too late")))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("give each its own");
        CompletableFuture<Connected> again = client.connect();
        CompletableFuture<Published> publishedNow = client.publish("t", "now");
        ScriptedConnection back = broker.accept(WELCOME_BACK);
        await(again);
        back.send("40 [%04X]".formatted(back.expect(Publish.class).packetId()));
        await(publishedNow);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReasonCode.class,
            names = {"USE_ANOTHER_SERVER", "SERVER_MOVED"})
    void client_goes_where_the_broker_sends_it(ReasonCode reason) {
        try (ScriptedBroker other = new ScriptedBroker()) {
            ScriptedConnection connection = broker.connect(client);
            connection.send("E0 [%02X [1C '127.0.0.1:%d']]".formatted(reason.code(), other.port()));
            connection.expectEnd();
            other.accept(WELCOME);
        }
    }

    @Test
    void client_is_not_sent_to_where_it_is_less_safe() {
        ScriptedConnection connection = broker.connect(client);
        connection.send("E0 [9C [1C 'ws://127.0.0.1:1 %s']]".formatted("mqtts://127.0.0.1:1"));
        connection.expectEnd();
        broker.accept(WELCOME_BACK);
    }

    // The client ends it

    @Test
    @Spec({"MQTT-3.14.4-2", "MQTT-3.14.1-1"})
    void client_says_good_bye_and_closes() {
        ScriptedConnection connection = broker.connect(client);
        client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect("E0 [00 [11 00000000]]");
        connection.expectEnd();
        assertThat(end().retryAfter()).isEmpty();
    }

    @Test
    @Spec(v3 = {"MQTT-3.14.4-1", "MQTT-3.14.4-2"})
    void client_of_mqtt_3_says_good_bye_and_closes() {
        client = broker.options(MqttVersion.V3_1_1).build();
        ScriptedConnection connection = broker.connect(client);
        client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect("E0 00");
        connection.expectEnd();
    }

    @Test
    void what_the_broker_sends_until_it_has_read_the_good_bye_is_taken() {
        ScriptedConnection connection = broker.connect(client);
        client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect(Disconnect.class);
        for (int i = 0; i < 100; i++) {
            connection.send(
                    "30 ['t' {} <%s>]".formatted("x".repeat(10_000))); // a reset would end this, and the session
        }
        connection.expectEnd();
    }

    @Test
    void good_bye_can_ask_for_the_will_and_keep_the_session() {
        ScriptedConnection connection = broker.connect(client);
        client.disconnect(
                new DisconnectOptions(true, Optional.of(Duration.ofSeconds(60)), Optional.of("so long"), List.of()));
        connection.expect("E0 [04 [11 0000003C 1F 'so long']]");
        connection.expectEnd();
    }

    @Test
    void good_bye_cannot_keep_a_session_that_ends_with_the_connection() {
        client = options().sessionExpiry(Duration.ZERO).build();
        ScriptedConnection connection = broker.connect(client);
        client.disconnect(
                new DisconnectOptions(false, Optional.of(Duration.ofSeconds(60)), Optional.empty(), List.of()));
        connection.expect("E0 00");
        connection.expectEnd();
    }

    @Test
    void session_that_went_on_goes_on_after_the_good_bye() {
        client = options().cleanStart(false).build();
        ScriptedConnection connection = broker.connect(client);
        client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect("E0 00");
        connection.expectEnd();
    }

    @Test
    void client_that_closes_waits_for_the_broker_to_take_what_was_published() {
        client = options().closeTimeout(Duration.ofSeconds(30)).build();
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> sure = client.publish("t", "1");
        CompletableFuture<Published> exact = client.publish("t", "2", PublishOptions.QOS_2);
        CompletableFuture<Void> closed = client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect(Publish.class);
        connection.expect(Publish.class);
        connection.send("40 [0001] 50 [0002]");
        connection.expect("62 [0002]");
        assertThat(closed).isNotDone();
        connection.send("70 [0002]");
        connection.expect("E0 [00 [11 00000000]]");
        connection.expectEnd();
        await(sure);
        await(exact);
        await(closed);
    }

    @Test
    void client_that_closes_right_after_qos_0_does_not_wait() {
        client = options().closeTimeout(Duration.ofSeconds(30)).build();
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> published = client.publish("t", "1", PublishOptions.QOS_0);
        CompletableFuture<Void> closed = client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect("30 ['t' {} <1>]");
        connection.expect("E0 [00 [11 00000000]]");
        connection.expectEnd();
        await(published);
        await(closed);
    }

    @Test
    void client_that_closes_does_not_wait_for_ever() {
        client = options().closeTimeout(Duration.ofMillis(50)).build();
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> published = client.publish("t", "1");
        connection.expect(Publish.class);
        client.close();
        connection.expect("E0 [00 [11 00000000]]");
        assertThat(failure(published)).isInstanceOf(ClientClosedException.class);
    }

    @Test
    void connection_that_breaks_while_the_client_closes_ends_it() {
        client = options().closeTimeout(Duration.ofSeconds(30)).build();
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> published = client.publish("t", "1");
        CompletableFuture<Void> closed = client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect(Publish.class);
        connection.abort();
        await(closed);
        assertThat(failure(published)).isInstanceOf(ClientClosedException.class);
        assertThat(end().retryAfter()).isEmpty();
    }

    @Test
    @Spec({"MQTT-3.14.4-1"})
    void nothing_follows_the_good_bye() {
        ScriptedConnection connection = broker.connect(client);
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        client.subscribe("t", SubscribeOptions.QOS_1.acknowledgedByHand(), messages::add);
        connection.expect(Subscribe.class);
        connection.send("90 [0001 {} 01] 32 ['t' 0001 {} <1>]");
        Message message;
        try {
            message = messages.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        client.disconnect(DisconnectOptions.DEFAULT);
        message.acknowledge();
        connection.expect("E0 [00 [11 00000000]]");
        connection.expectEnd();
    }

    // close() in every state

    @Test
    void client_that_never_connected_closes() {
        CompletableFuture<Published> published = client.publish("t", "x");
        CompletableFuture<Subscription> subscribing = client.subscribe("t", message -> {});
        client.close();
        client.close();
        assertThat(failure(published)).isInstanceOf(ClientClosedException.class);
        assertThat(failure(subscribing)).isInstanceOf(ClientClosedException.class);
        assertThat(failure(client.connect())).isInstanceOf(ClientClosedException.class);
        assertThat(failure(client.publish("t", "x"))).isInstanceOf(ClientClosedException.class);
        assertThat(failure(client.subscribe("t", message -> {}))).isInstanceOf(ClientClosedException.class);
        assertThat(failure(client.unsubscribe("t"))).isInstanceOf(ClientClosedException.class);
        assertThat(failure(client.reauthenticate())).isInstanceOf(ConnectFailedException.class);
    }

    @Test
    void client_that_waits_for_credentials_closes() {
        CompletableFuture<Credentials> never = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        client = options()
                .credentials(() -> {
                    asked.complete(null);
                    return never;
                })
                .build();
        CompletableFuture<Connected> connecting = client.connect();
        await(asked);
        client.close();
        assertThat(failure(connecting)).isInstanceOf(ClientClosedException.class);
        never.complete(Credentials.NONE);
        broker.close();
    }

    @Test
    void client_that_is_about_to_open_its_socket_closes_and_stays_closed() {
        for (int round = 0; round < 50; round++) {
            client = options().build();
            CompletableFuture<Connected> connecting = client.connect();
            client.close();
            assertThat(failure(connecting)).isInstanceOf(ClientClosedException.class);
        }
    }

    @Test
    void client_that_waits_for_connack_closes() {
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        client.close();
        assertThat(failure(connecting)).isInstanceOf(ClientClosedException.class);
        connection.expectEnd();
    }

    @Test
    void client_that_waits_for_its_next_attempt_closes() {
        client = options()
                .backoff(new Backoff(Duration.ofHours(1), Duration.ofHours(1)))
                .build();
        broker.connect(client).close();
        assertThat(end().retryAfter()).isPresent();
        CompletableFuture<Published> published = client.publish("t", "x");
        CompletableFuture<Connected> connecting = client.connect();
        client.close();
        assertThat(failure(published)).isInstanceOf(ClientClosedException.class);
        assertThat(failure(connecting)).isInstanceOf(ClientClosedException.class);
    }

    @Test
    void publisher_that_waits_for_room_is_let_go_when_the_client_closes() {
        client = options()
                .queue(QueueOptions.DEFAULT.messages(1).whenFull(QueueOptions.WhenFull.WAIT))
                .build();
        client.publish("t", "1");
        CompletableFuture<CompletableFuture<Published>> second =
                CompletableFuture.supplyAsync(() -> client.publish("t", "2"));
        client.close();
        assertThat(failure(await(second))).isInstanceOf(ClientClosedException.class);
    }

    // Callbacks that call the client

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callback_may_close_the_client(boolean ofFuture) {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Runnable close = () -> {
            client.close();
            closed.complete(null);
        };
        if (ofFuture) {
            client.publish("t", "x").thenRun(close);
            connection.expect(Publish.class);
            connection.send("40 [0001]");
        } else {
            client.subscribe("t", message -> close.run());
            connection.expect(Subscribe.class);
            connection.send("90 [0001 {} 01] 30 ['t' {} <x>]");
        }
        await(closed);
        connection.expect("E0 [00 [11 00000000]]");
        connection.expectEnd();
    }

    @Test
    void listener_may_subscribe_and_publish_and_is_told_when_it_would_wait_for_itself() {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        MqttClient[] self = {client};
        client = options()
                .listener(new ConnectionListener() {
                    @Override
                    public void onConnected(Connected connected) {
                        self[0].subscribe("t", message -> {});
                        self[0].publish("t", "x");
                        try {
                            self[0].blocking().publish("t", "x");
                        } catch (IllegalStateException waits) {
                            failure.complete(waits);
                        }
                    }
                })
                .build();
        self[0] = client;
        ScriptedConnection connection = broker.connect(client);
        assertThat(await(failure)).hasMessageContaining("must not wait");
        connection.expect(Subscribe.class);
        connection.expect(Publish.class);
    }

    @Test
    void callback_may_publish_and_wait_for_it() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> done = new CompletableFuture<>();
        client.subscribe(
                "t", message -> done.complete(client.blocking().publish("u", Bytes.EMPTY, PublishOptions.QOS_1)));
        connection.expect(Subscribe.class);
        connection.send("90 [0001 {} 01] 32 ['t' 0001 {} <x>]");
        connection.expect("32 ['u' 0002 {}]");
        connection.send("40 [0002]");
        await(done);
        connection.expect("40 [0001]");
    }

    @Test
    void futures_are_never_completed_on_the_thread_of_the_socket() {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        client = options().build();
        note(client.reauthenticate(), threads);
        CompletableFuture<Connected> connecting = client.connect();
        note(connecting, threads);
        ScriptedConnection connection = broker.accept(WELCOME);
        await(connecting);
        note(client.connect(), threads);
        note(client.publish("t", "x", PublishOptions.QOS_0), threads);
        note(client.publish("t", "x"), threads);
        note(client.subscribe("t", message -> {}), threads);
        note(client.unsubscribe("u"), threads);
        connection.expect(Publish.class);
        connection.expect(Publish.class);
        connection.expect(Subscribe.class);
        connection.expect(Unsubscribe.class);
        connection.send("40 [0001] 90 [0002 {} 01] B0 [0003 {} 00]");
        connection.expectNothing();
        note(client.disconnect(DisconnectOptions.DEFAULT), threads);
        note(client.connect(), threads);
        for (int i = 0; i < 9; i++) {
            try {
                assertThat(threads.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                        .isNotNull()
                        .doesNotStartWith("bellbird-client");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void note(CompletableFuture<?> future, BlockingQueue<String> threads) {
        future.whenComplete(
                (value, failure) -> threads.add(Thread.currentThread().getName()));
    }

    @Test
    void blocking_client_throws_what_its_futures_fail_with() {
        client.close();
        assertThatThrownBy(() -> client.blocking().connect()).isInstanceOf(ClientClosedException.class);
        assertThatThrownBy(() -> client.blocking().publish("t", "x")).isInstanceOf(ClientClosedException.class);
    }
}
