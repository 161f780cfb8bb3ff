package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.PATIENCE_MILLIS;
import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.WELCOME_BACK;
import static io.bellbird.client.ScriptedBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Subscribe;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that are older than the connection, or than the client. */
class SessionTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private final BlockingQueue<String> unclaimed = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        broker.close();
    }

    private MqttClient client(MqttVersion version) {
        return broker.options(version)
                .cleanStart(false)
                .unclaimed(message -> unclaimed.add(message.text()))
                .build();
    }

    private String unclaimed() throws InterruptedException {
        String text = unclaimed.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(text).as("an unclaimed message").isNotNull();
        return text;
    }

    // An earlier process

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    void client_that_asks_to_go_on_takes_the_session_of_an_earlier_process(MqttVersion version) throws Exception {
        MqttClient client = client(version);
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        assertThat(connection.expectConnect().cleanStart()).isFalse();
        connection.send(WELCOME_BACK + "3A ['t' 0007 {} <kept>]");
        assertThat(await(connecting).sessionPresent()).isTrue();
        assertThat(unclaimed()).isEqualTo("kept");
        connection.expect("40 [0007]");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void packet_ids_that_an_earlier_process_may_have_left_in_use_are_avoided() {
        Set<Integer> firstIds = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            MqttClient client = client(MqttVersion.V5);
            ScriptedConnection connection = broker.connect(client, WELCOME_BACK);
            client.publish("t", "x", PublishOptions.QOS_2);
            firstIds.add(connection.expect(Publish.class).packetId());
            connection.abort();
            client.disconnect(DisconnectOptions.DEFAULT);
        }
        assertThat(firstIds).hasSizeGreaterThan(1);
    }

    // MQTT 3.1, whose CONNACK does not say whether there is a session

    @Test
    void what_an_old_broker_may_have_is_sent_again_with_its_packet_id() {
        MqttClient client = client(MqttVersion.V3_1);
        ScriptedConnection connection = broker.connect(client, WELCOME);
        client.publish("t", "1", PublishOptions.QOS_1);
        client.publish("t", "2", PublishOptions.QOS_2);
        int first = connection.expect(Publish.class).packetId();
        int second = connection.expect(Publish.class).packetId();
        connection.abort();
        ScriptedConnection again = broker.accept(WELCOME);
        again.expect("3A ['t' %04X <1>]".formatted(first));
        again.expect("3C ['t' %04X <2>]".formatted(second));
        again.send("50 [%04X]".formatted(second));
        again.expect("62 [%04X]".formatted(second));
        again.abort();
        ScriptedConnection last = broker.accept(WELCOME);
        last.expect("62 [%04X]".formatted(second));
        last.expect("3A ['t' %04X <1>]".formatted(first));
        last.expectNothing();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void message_that_an_old_broker_sends_again_is_not_handed_on_twice() throws InterruptedException {
        MqttClient client = client(MqttVersion.V3_1);
        ScriptedConnection connection = broker.connect(client, WELCOME);
        connection.send("34 ['t' 0007 <a>]");
        assertThat(unclaimed()).isEqualTo("a");
        connection.expect("50 [0007]");
        connection.abort();
        ScriptedConnection again = broker.accept(WELCOME);
        again.send("3C ['t' 0007 <a>]");
        again.expect("50 [0007]");
        again.send("62 [0007]");
        again.expect("70 [0007]");
        assertThat(unclaimed).isEmpty();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void message_of_a_session_that_an_old_broker_has_begun_anew_is_handed_on() throws InterruptedException {
        MqttClient client = client(MqttVersion.V3_1);
        ScriptedConnection connection = broker.connect(client, WELCOME);
        connection.send("34 ['t' 0007 <a>]");
        assertThat(unclaimed()).isEqualTo("a");
        connection.expect("50 [0007]");
        connection.abort();
        ScriptedConnection again = broker.accept(WELCOME);
        again.send("34 ['t' 0007 <b>]");
        assertThat(unclaimed()).isEqualTo("b");
        again.expect("50 [0007]");
        again.send("3C ['t' 0007 <b>]");
        again.expect("50 [0007]");
        assertThat(unclaimed).isEmpty();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void old_broker_is_asked_again_for_subscriptions() {
        MqttClient client = client(MqttVersion.V3_1);
        ScriptedConnection connection = broker.connect(client, WELCOME);
        CompletableFuture<Subscription> subscribed = client.subscribe("t", message -> {});
        int id = connection.expect(Subscribe.class).packetId();
        connection.send("90 [%04X 01]".formatted(id));
        await(subscribed);
        connection.abort();
        assertThat(broker.accept(WELCOME).expect(Subscribe.class).requests())
                .extracting(Subscribe.Request::filter)
                .containsExactly("t");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void session_that_an_old_broker_is_not_to_keep_begins_anew() {
        MqttClient client = broker.options(MqttVersion.V3_1).build();
        ScriptedConnection connection = broker.connect(client, WELCOME);
        client.publish("t", "2", PublishOptions.QOS_2);
        connection.expect("34 ['t' 0001 <2>]");
        connection.abort();
        broker.accept(WELCOME).expect("34 ['t' 0002 <2>]");
        client.disconnect(DisconnectOptions.DEFAULT);
    }
}
