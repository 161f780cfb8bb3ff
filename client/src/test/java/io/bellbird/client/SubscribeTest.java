package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.WELCOME_BACK;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.bellbird.codec.Unsubscribe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE and UNSUBSCRIBE, and what becomes of them. */
class SubscribeTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private MqttClient client = broker.options(MqttVersion.V5).build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    private static void ignore(Message message) {
        assertThat(message).isNotNull();
    }

    private CompletableFuture<Subscription> subscribe(String filter) {
        return client.subscribe(filter, SubscribeTest::ignore);
    }

    private static void answer(ScriptedConnection connection, Subscribe subscribe, ReasonCode reason) {
        connection.send(new SubAck(subscribe.packetId(), List.of(reason), AckProperties.NONE));
    }

    private Subscription subscribed(ScriptedConnection connection, String filter) {
        CompletableFuture<Subscription> subscribing = subscribe(filter);
        Subscribe subscribe = connection.expect(Subscribe.class);
        assertThat(filter(subscribe)).isEqualTo(filter);
        answer(connection, subscribe, ReasonCode.GRANTED_QOS_1);
        return await(subscribing);
    }

    private static String filter(Subscribe subscribe) {
        return subscribe.requests().get(0).filter();
    }

    @Test
    @Spec({"MQTT-3.8.3-2", "MQTT-3.8.1-1"})
    void subscribe_of_mqtt_5_says_what_the_options_say() {
        ScriptedConnection connection = broker.connect(client, "20 [00 00 [29 00]]");
        client.subscribe(
                "a/+",
                SubscribeOptions.QOS_2
                        .notLocal()
                        .keepingRetain()
                        .retained(RetainHandling.DO_NOT_SEND)
                        .userProperty("k", "v"),
                SubscribeTest::ignore);
        connection.expect("82 [0001 [26 'k' 'v'] 'a/+' 2E]");
    }

    @Test
    void messages_of_filters_without_a_callback_come_once_each_and_in_order() {
        BlockingQueue<String> came = new LinkedBlockingQueue<>();
        client = broker.options(MqttVersion.V3_1_1)
                .unclaimed(message -> came.add(message.text()))
                .build();
        ScriptedConnection connection = broker.connect(client, "20 [00 00]");
        client.subscribe("a/#", SubscribeOptions.QOS_0);
        client.subscribe("+/b", SubscribeOptions.QOS_0);
        connection.expect(Subscribe.class);
        connection.expect(Subscribe.class);
        connection.send("30 ['a/b' <1>]");
        connection.send("30 ['c/b' <2>]");
        connection.send("30 ['a/c' <3>]");
        assertThat(List.of(next(came), next(came), next(came))).containsExactly("1", "2", "3");
        assertThat(came).isEmpty();
    }

    private static String next(BlockingQueue<String> came) {
        try {
            String text = came.poll(20, TimeUnit.SECONDS);
            return text == null ? "nothing" : text;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    @Spec(v3 = {"MQTT-3.8.3-1", "MQTT-3.8.3-3", "MQTT-3.8.1-1"})
    void subscribe_of_mqtt_3_1_1_has_filter_and_qos(int level) {
        client = broker.options(MqttVersion.V3_1_1).build();
        ScriptedConnection connection = broker.connect(client);
        var subscribing = client.subscribe("a/#", SubscribeOptions.of(Qos.of(level)), SubscribeTest::ignore);
        connection.expect("82 [0001 'a/#' 0%d]".formatted(level));
        connection.send("90 [0001 00]");
        assertThat(await(subscribing).qos()).isEqualTo(Qos.AT_MOST_ONCE);
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-3.10.1-1", "MQTT-3.10.3-1"},
            v3 = {"MQTT-3.10.1-1", "MQTT-3.10.3-1"})
    void unsubscribe_has_an_id_and_the_filter_and_is_done_when_it_is_answered(MqttVersion version) {
        client = broker.options(version).build();
        ScriptedConnection connection = broker.connect(client);
        Subscription subscription = subscribed(connection, "a");
        CompletableFuture<Void> gone = subscription.unsubscribe();
        connection.expect("A2 [0002 {} 'a']");
        assertThat(gone).isNotDone();
        connection.send(version == MqttVersion.V5 ? "B0 [0002 00 00]" : "B0 [0002]");
        await(gone);
    }

    @Test
    void unsubscribing_what_the_broker_does_not_know_is_done_as_well() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Void> gone = client.unsubscribe("a");
        connection.expect("A2 [0001 00 'a']");
        connection.send("B0 [0001 00 11]");
        await(gone);
    }

    @Test
    void unsubscribing_that_is_refused_fails() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Void> gone = client.unsubscribe("a");
        connection.expect(Unsubscribe.class);
        connection.send("B0 [0001 00 87]");
        assertThat(failure(gone)).isInstanceOf(RefusedException.class).hasMessageContaining("filter a");
    }

    @ParameterizedTest
    @EnumSource(
            value = ReasonCode.class,
            names = {"NOT_AUTHORIZED", "QUOTA_EXCEEDED", "TOPIC_FILTER_INVALID", "UNSPECIFIED_ERROR"})
    void subscription_that_is_refused_fails_and_ends_its_stream(ReasonCode reason) {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        client.messages("a", SubscribeOptions.QOS_1).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Message message) {}

            @Override
            public void onError(Throwable cause) {
                ended.complete(cause);
            }

            @Override
            public void onComplete() {}
        });
        answer(connection, connection.expect(Subscribe.class), reason);
        assertThat(((RefusedException) await(ended)).reason()).contains(reason);
    }

    @Test
    void refused_subscription_of_mqtt_3_fails() {
        client = broker.options(MqttVersion.V3_1_1).build();
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Subscription> subscribing = subscribe("a");
        connection.expect(Subscribe.class);
        connection.send("90 [0001 80]");
        assertThat(failure(subscribing)).isInstanceOf(RefusedException.class);
    }

    @Test
    void several_reason_codes_for_one_filter_are_a_protocol_error() {
        ScriptedConnection connection = broker.connect(client);
        subscribe("a");
        connection.expect(Subscribe.class);
        connection.send("90 [0001 00 00 01]");
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        connection.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"B0 [0001 00 00]", "40 [0001]", "90 [0002 00 00]"})
    void subscription_is_not_answered_by_another_packet(String answer) {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Subscription> subscribing = subscribe("a");
        connection.expect(Subscribe.class);
        connection.send(answer);
        connection.send("90 [0001 00 01]");
        if (answer.startsWith("40")) {
            await(subscribing);
        } else {
            assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
            assertThat(subscribing).isNotDone();
        }
    }

    @Test
    void message_that_comes_before_the_answer_is_handed_on() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Message> first = new CompletableFuture<>();
        CompletableFuture<Subscription> subscribing = client.subscribe("a", first::complete);
        Subscribe subscribe = connection.expect(Subscribe.class);
        connection.send("30 ['a' {} <x>]");
        assertThat(await(first).text()).isEqualTo("x");
        answer(connection, subscribe, ReasonCode.GRANTED_QOS_1);
        await(subscribing);
    }

    // The connection is lost

    @Test
    void new_session_gets_the_subscriptions_again_and_a_known_one_does_not() {
        ScriptedConnection connection = broker.connect(client);
        subscribed(connection, "a");
        subscribed(connection, "b");
        connection.close();
        ScriptedConnection back = broker.accept(WELCOME_BACK);
        back.expectNothing();
        back.close();
        ScriptedConnection anew = broker.accept(WELCOME);
        for (String filter : List.of("a", "b")) {
            Subscribe again = anew.expect(Subscribe.class);
            assertThat(filter(again)).isEqualTo(filter);
            answer(anew, again, ReasonCode.GRANTED_QOS_1);
        }
        anew.expectNothing();
    }

    @Test
    void subscription_that_is_refused_in_the_new_session_ends() {
        ScriptedConnection connection = broker.connect(client);
        subscribed(connection, "a");
        connection.close();
        ScriptedConnection anew = broker.accept(WELCOME);
        answer(anew, anew.expect(Subscribe.class), ReasonCode.NOT_AUTHORIZED);
        anew.close();
        broker.accept(WELCOME).expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {WELCOME, WELCOME_BACK})
    void answers_that_were_lost_with_the_connection_are_asked_for_again_in_order(String connAck) {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Subscription> first = subscribe("a");
        CompletableFuture<Void> second = client.unsubscribe("b");
        CompletableFuture<Subscription> third = subscribe("c");
        connection.expect(Subscribe.class);
        connection.expect(Unsubscribe.class);
        connection.expect(Subscribe.class);
        connection.abort();
        ScriptedConnection again = broker.accept(connAck);
        answer(again, again.expect(Subscribe.class), ReasonCode.GRANTED_QOS_1);
        await(first);
        int id = again.expect(Unsubscribe.class).packetId();
        again.send("B0 [%04X 00 11]".formatted(id));
        await(second);
        answer(again, again.expect(Subscribe.class), ReasonCode.GRANTED_QOS_2);
        await(third);
        again.expectNothing();
    }

    @Test
    void subscriptions_before_the_connection_wait_for_it() {
        CompletableFuture<Subscription> early = subscribe("a");
        CompletableFuture<Subscription> givenUp = subscribe("b");
        CompletableFuture<Void> gone = client.unsubscribe("b");
        ScriptedConnection connection = broker.connect(client);
        answer(connection, connection.expect(Subscribe.class), ReasonCode.GRANTED_QOS_1);
        await(early);
        assertThatThrownBy(() -> await(givenUp))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("client c, filter b: it was given up");
        connection.expect("A2 [0002 00 'b']");
        connection.send("B0 [0002 00 11]");
        await(gone);
    }

    // Several subscriptions

    @Test
    void filter_is_given_up_at_the_broker_with_its_last_subscription() {
        ScriptedConnection connection = broker.connect(client);
        Subscription one = subscribed(connection, "a");
        Subscription two = subscribed(connection, "a");
        await(one.unsubscribe());
        CompletableFuture<Void> gone = two.unsubscribe();
        connection.expect("A2 [0003 00 'a']");
        connection.send("B0 [0003 00 00]");
        await(gone);
    }

    @Test
    void message_goes_to_the_subscriptions_that_it_names() {
        ScriptedConnection connection = broker.connect(client);
        var first = new LinkedBlockingQueue<String>();
        var second = new LinkedBlockingQueue<String>();
        client.subscribe("a/#", SubscribeOptions.QOS_0, message -> first.add(message.text()));
        client.subscribe("a/+", SubscribeOptions.QOS_0, message -> second.add(message.text()));
        int firstId = connection.expect(Subscribe.class).subscriptionIdentifier();
        int secondId = connection.expect(Subscribe.class).subscriptionIdentifier();
        assertThat(firstId).isNotEqualTo(secondId).isPositive();
        for (List<Integer> ids : List.of(List.of(firstId), List.of(secondId), List.of(firstId, secondId))) {
            connection.send(new Publish(
                    0,
                    Topic.of("a/b"),
                    Qos.AT_MOST_ONCE,
                    false,
                    false,
                    Bytes.utf8(ids.toString()),
                    PublishProperties.NONE,
                    SubscriptionIdentifiers.of(
                            ids.stream().mapToInt(Integer::intValue).toArray())));
        }
        connection.send("30 ['a/b' 00 <all>]");
        connection.expectNothing();
        for (var expected : List.of(List.of(firstId), List.of(firstId, secondId), "all")) {
            assertThat(poll(first)).isEqualTo(expected.toString());
        }
        for (var expected : List.of(List.of(secondId), List.of(firstId, secondId), "all")) {
            assertThat(poll(second)).isEqualTo(expected.toString());
        }
    }

    private static String poll(BlockingQueue<String> queue) {
        try {
            return String.valueOf(queue.poll(ScriptedBroker.PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // What the broker does not have, and what is no filter

    @Test
    void what_the_broker_does_not_have_is_refused_here() {
        ScriptedConnection connection = broker.connect(client, "20 [00 00 [28 00 29 00 2A 00]]");
        assertThat(((RefusedException) failure(subscribe("a/#"))).reason())
                .contains(ReasonCode.WILDCARD_SUBSCRIPTIONS_NOT_SUPPORTED);
        assertThat(((RefusedException) failure(subscribe("$share/g/a"))).reason())
                .contains(ReasonCode.SHARED_SUBSCRIPTIONS_NOT_SUPPORTED);
        subscribe("a");
        connection.expect("82 [0001 [] 'a' 01]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a#",
                "#/a",
                "a/#/b",
                "a+",
                "+a",
                "$share/",
                "$share/g",
                "$share//a",
                "$share/g/",
                "$share/g+/a",
                "$share/g#/a",
                "a\0",
                "\ud800"
            })
    @Spec(
            value = {"MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.8.2-2"},
            v3 = {"MQTT-4.7.1-2", "MQTT-4.7.1-3", "MQTT-4.7.3-2"})
    void filter_that_is_none_is_refused_here(String filter) {
        assertThatThrownBy(() -> subscribe(filter)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.unsubscribe(filter)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0", "\ud800"})
    @Spec(
            value = {"MQTT-4.7.3-1", "MQTT-4.7.3-2", "MQTT-3.8.3-1"},
            v3 = {"MQTT-4.7.3-1", "MQTT-1.5.3-1", "MQTT-1.5.3-2"})
    void text_that_is_no_filter_is_refused_here(String filter) {
        assertThatThrownBy(() -> subscribe(filter)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Spec(
            value = {"MQTT-4.7.3-3", "MQTT-1.5.4-2", "MQTT-4.8.2-1"},
            v3 = {"MQTT-4.7.3-3"})
    void filter_that_is_too_long_has_a_null_or_no_share_name_is_refused_here() {
        for (String filter : List.of("x".repeat(65_536), "a\0b", "$share//a")) {
            assertThatThrownBy(() -> subscribe(filter)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Spec({"MQTT-3.8.3-4"})
    void shared_subscription_without_local_messages_is_refused_here() {
        assertThatThrownBy(
                        () -> client.subscribe("$share/g/a", SubscribeOptions.QOS_0.notLocal(), SubscribeTest::ignore))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // Requests

    @Test
    void request_is_answered_by_the_message_with_its_correlation_data() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Message> answer = client.request("q", "?");
        Subscribe subscribe = connection.expect(Subscribe.class);
        assertThat(filter(subscribe)).isEqualTo("bellbird/answers/c");
        answer(connection, subscribe, ReasonCode.GRANTED_QOS_1);
        Publish asked = connection.expect(Publish.class);
        assertThat(asked.properties().responseTopic()).isEqualTo("bellbird/answers/c");
        connection.send("40 [%04X]".formatted(asked.packetId()));
        String data = Wire.hex(asked.properties().correlationData().array());
        connection.send("30 ['bellbird/answers/c' [09 0008 0000000000000000] <wrong>]");
        connection.send("30 ['bellbird/answers/c' [09 0008 " + data + "] <right>]");
        assertThat(await(answer).text()).isEqualTo("right");
    }

    @Test
    void request_to_what_is_no_topic_is_refused_here() {
        assertThatThrownBy(() -> client.request("a/#", "?")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void request_without_an_answer_fails_and_not_on_the_thread_of_timers() {
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<String> thread = new CompletableFuture<>();
        CompletableFuture<Message> answer =
                client.request("q", Bytes.EMPTY, PublishOptions.QOS_0, Duration.ofMillis(50));
        answer.whenComplete(
                (message, failure) -> thread.complete(Thread.currentThread().getName()));
        connection.expect(Subscribe.class);
        assertThat(failure(answer)).isInstanceOf(RequestTimeoutException.class).hasMessageContaining("request to q");
        assertThat(await(thread)).doesNotContain("Scheduler").doesNotStartWith("bellbird-client");
    }

    @Test
    void reply_goes_where_it_is_expected() {
        ScriptedConnection connection = broker.connect(client);
        client.subscribe("q", message -> client.reply(message, Bytes.utf8("yes")));
        connection.expect(Subscribe.class);
        connection.send("30 ['q' [08 'r' 09 'd'] <?>]");
        connection.expect("30 ['r' [09 'd'] <yes>]");
    }
}
