package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.Unsubscribe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What futures fail with, and what it says. */
class FailureTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private MqttClient client = broker.options(MqttVersion.V5).build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    /** What a step that hangs on the future gets. */
    private static Throwable seen(CompletableFuture<?> future) {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        future.whenComplete((value, failure) -> seen.complete(failure));
        return await(seen);
    }

    @Test
    void steps_after_futures_see_what_went_wrong_without_a_wrapping() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> published = client.publish("t", "x");
        CompletableFuture<Subscription> subscribed = client.subscribe("f", message -> {});
        CompletableFuture<Void> unsubscribed = client.unsubscribe("g");
        connection.expect("32 ['t' 0001 {} <x>]");
        connection.expect(Subscribe.class);
        connection.expect(Unsubscribe.class);
        connection.send("40 [0001 87] 90 [0002 {} 87] B0 [0003 {} 87]");
        assertThat(seen(published)).isInstanceOf(RefusedException.class);
        assertThat(seen(subscribed)).isInstanceOf(RefusedException.class);
        assertThat(seen(unsubscribed)).isInstanceOf(RefusedException.class);
        assertThat(seen(client.request("q", Bytes.EMPTY, PublishOptions.QOS_0, Duration.ofMillis(1))))
                .isInstanceOf(RequestTimeoutException.class);
        client.close();
        assertThat(seen(client.connect())).isInstanceOf(ClientClosedException.class);
        assertThat(seen(client.publish("t", "x"))).isInstanceOf(ClientClosedException.class);
        assertThat(seen(client.enqueue("t", "x"))).isInstanceOf(ClientClosedException.class);
        assertThat(seen(client.subscribe("t", message -> {}))).isInstanceOf(ClientClosedException.class);
        assertThat(seen(client.request("q", "?"))).isInstanceOf(ClientClosedException.class);
    }

    @Test
    void refusals_name_client_broker_and_what_was_refused_and_say_what_the_broker_said_and_what_to_do() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> published = client.publish("t", "x");
        connection.expect(Publish.class);
        connection.send("40 [0001 87 [1F 'not you']]");
        assertThat(failure(published))
                .hasMessage("client c, message to t: " + broker.uri() + ": the broker refused it (not you),"
                        + " not authorized (0x87): ask for the right, or log in as somebody who has it");
        CompletableFuture<Subscription> subscribed = client.subscribe("f", message -> {});
        connection.expect(Subscribe.class);
        connection.send("90 [0002 [1F 'nor you'] 87]");
        assertThat(failure(subscribed))
                .hasMessage("client c, filter f: " + broker.uri() + " refused the subscription (nor you),"
                        + " not authorized (0x87): ask for the right, or log in as somebody who has it");
    }

    @Test
    void message_of_qos_0_that_was_being_sent_fails_with_the_connection() {
        ScriptedConnection connection = broker.connect(client);
        Bytes large = Bytes.wrap(new byte[1 << 16]);
        CompletableFuture<Published> last = client.publish("t", large, PublishOptions.QOS_0);
        for (int i = 0; i < 200; i++) {
            last = client.publish("t", large, PublishOptions.QOS_0);
            if (i == 100) {
                connection.abort();
            }
        }
        CompletableFuture<Published> sent = last;
        client.close();
        assertThat(failure(sent)).isInstanceOfAny(ConnectionLostException.class, ClientClosedException.class);
    }

    @Test
    void messages_fail_when_another_client_has_taken_the_session_over() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> published = client.publish("t", "x");
        connection.expect(Publish.class);
        connection.send("E0 [8E]");
        ConnectFailedException failure = (ConnectFailedException) failure(published);
        assertThat(failure).hasMessageContainingAll("client c ", broker.uri(), "give each its own");
    }

    @Test
    void no_more_requests_wait_than_the_queue_allows_messages() {
        client = broker.options(MqttVersion.V5)
                .queue(QueueOptions.DEFAULT.messages(2))
                .build();
        broker.connect(client);
        CompletableFuture<Message> first =
                client.request("q", Bytes.EMPTY, PublishOptions.QOS_0, Duration.ofSeconds(2));
        client.request("q", "?");
        assertThat(failure(client.request("q", "?")))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContainingAll("client c, request to q", "2 requests");
        assertThat(failure(first)).isInstanceOf(RequestTimeoutException.class);
        assertThat(client.request("q", "?")).isNotDone();
    }

    @Test
    void request_to_a_broker_of_mqtt_3_is_refused_here() {
        client = broker.options(MqttVersion.V3_1_1).build();
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Message> answer = client.request("q", "?");
        connection.expect(Subscribe.class);
        connection.send("90 [0001 01]");
        assertThat(failure(answer))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("only a broker of MQTT 5");
        connection.expectNothing();
    }

    @Test
    void client_id_that_is_no_level_of_a_filter_may_ask_as_well() {
        client = broker.options(MqttVersion.V5).clientId("a+b/#").build();
        ScriptedConnection connection = broker.connect(client);
        client.request("q", "?");
        assertThat(connection.expect(Subscribe.class).requests())
                .extracting(Subscribe.Request::filter)
                .containsExactly("bellbird/answers/a_b/_");
    }

    @Test
    void no_more_subscriptions_wait_for_the_broker_than_there_are_packet_ids() {
        for (int i = 0; i < 65_535; i++) {
            client.unsubscribe("a");
        }
        assertThat(failure(client.subscribe("b", message -> {})))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("client c, filter b");
        assertThat(failure(client.unsubscribe("b"))).isInstanceOf(QueueFullException.class);
    }

    @Test
    void caller_that_is_interrupted_while_it_waits_for_room_is_told_so() {
        client = broker.options(MqttVersion.V5)
                .queue(QueueOptions.DEFAULT.messages(1).whenFull(QueueOptions.WhenFull.WAIT))
                .build();
        client.publish("t", "1");
        Thread.currentThread().interrupt();
        CompletableFuture<Published> second = client.publish("t", "2");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure(second)).isInstanceOf(ClientClosedException.class).hasMessageContaining("interrupted");
    }

    @Test
    void blocking_client_whose_thread_is_interrupted_is_told_so() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.blocking().publish("t", "x"))
                .isInstanceOf(ClientClosedException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void authenticating_again_needs_a_connection_and_a_method() {
        assertThat(failure(client.reauthenticate()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("not connected");
        broker.connect(client, WELCOME);
        assertThat(failure(client.reauthenticate()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("ClientOptions.Builder.authentication");
    }

    @Test
    void reply_to_what_asks_for_no_answer_is_refused_here() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Message> message = new CompletableFuture<>();
        client.subscribe("t", message::complete);
        connection.expect(Subscribe.class);
        connection.send("90 [0001 {} 01] 30 ['t' {} <x>]");
        Message question = await(message);
        assertThatThrownBy(() -> client.reply(question, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a message to t asks for no answer");
    }

    @Test
    void client_whose_threads_were_closed_before_it_closes() {
        ExecutorService callbacks = Executors.newSingleThreadExecutor();
        ClientThreads threads = new ClientThreads(1, callbacks);
        client = broker.options(MqttVersion.V5).threads(threads).build();
        broker.connect(client);
        threads.close();
        callbacks.shutdown();
        client.close();
    }
}
