package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.PATIENCE_MILLIS;
import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.WELCOME_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages from the broker. */
class InboundTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private MqttClient client = broker.options(MqttVersion.V5).build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    /** Connected, with a subscription to everything whose messages are collected. */
    private ScriptedConnection subscribed(ClientOptions.Builder options, SubscribeOptions how) {
        client = options.cleanStart(false).build();
        ScriptedConnection connection = broker.connect(client);
        var subscribing = client.subscribe("#", how, messages::add);
        Subscribe subscribe = connection.expect(Subscribe.class);
        connection.send(client.connect().join().version() == MqttVersion.V5 ? "90 [0001 00 02]" : "90 [0001 02]");
        assertThat(subscribe.packetId()).isEqualTo(1);
        ScriptedBroker.await(subscribing);
        return connection;
    }

    private ScriptedConnection subscribed(MqttVersion version) {
        return subscribed(broker.options(version), SubscribeOptions.QOS_2);
    }

    private ScriptedConnection subscribedByHand(MqttVersion version) {
        return subscribed(broker.options(version), SubscribeOptions.QOS_2.acknowledgedByHand());
    }

    private Message next() {
        try {
            Message message = messages.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(message).as("a message").isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-4.3.2-4", "MQTT-2.2.1-5"},
            v3 = {"MQTT-4.3.2-2", "MQTT-2.3.1-6"})
    void qos_1_is_acknowledged_with_its_id(MqttVersion version) {
        ScriptedConnection connection = subscribed(version);
        connection.send("30 ['a' {} <0>] 32 ['b' 0005 {} <1>]");
        connection.expect("40 [0005]");
        assertThat(next().qos().level()).isZero();
        assertThat(next().text()).isEqualTo("1");
        connection.expectNothing();
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-4.3.3-8", "MQTT-4.3.3-11", "MQTT-4.3.3-10"},
            v3 = {"MQTT-4.3.3-2", "MQTT-3.3.4-1"})
    void qos_2_is_handed_on_once_until_it_is_released(MqttVersion version) {
        ScriptedConnection connection = subscribed(version);
        connection.send("34 ['a' 0005 {} <1>]");
        connection.expect("50 [0005]");
        connection.send("3C ['a' 0005 {} <1>]");
        connection.expect("50 [0005]");
        connection.send("34 ['a' 0005 {} <1>]"); // without the flag it is the same one, too
        connection.expect("50 [0005]");
        connection.send("62 [0005]");
        connection.expect("70 [0005]");
        connection.send("34 ['a' 0005 {} <2>]");
        connection.expect("50 [0005]");
        assertThat(next().text()).isEqualTo("1");
        assertThat(next().text()).isEqualTo("2");
        assertThat(messages).isEmpty();
    }

    @Test
    @Spec({"MQTT-4.3.2-5"})
    void qos_1_that_comes_again_after_its_acknowledgement_is_a_new_message() {
        ScriptedConnection connection = subscribed(MqttVersion.V5);
        connection.send("32 ['a' 0005 {} <1>]");
        connection.expect("40 [0005]");
        connection.send("3A ['a' 0005 {} <1>]");
        connection.expect("40 [0005]");
        next();
        assertThat(next().isDuplicate()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-4.6.0-2", "MQTT-4.6.0-3"},
            v3 = {"MQTT-4.6.0-2", "MQTT-4.6.0-3"})
    void acknowledgements_leave_in_the_order_of_the_messages(MqttVersion version) {
        ScriptedConnection connection = subscribedByHand(version);
        connection.send("32 ['a' 0001 {} <1>] 34 ['a' 0002 {} <2>] 32 ['a' 0003 {} <3>] 34 ['a' 0004 {} <4>]");
        Message first = next();
        Message second = next();
        next().acknowledge();
        next().acknowledge();
        second.acknowledge();
        connection.expectNothing();
        first.acknowledge();
        connection.expect("40 [0001]");
        connection.expect("50 [0002]");
        connection.expect("40 [0003]");
        connection.expect("50 [0004]");
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-4.6.0-4"},
            v3 = {"MQTT-4.6.0-4"})
    void releases_leave_in_the_order_of_the_receipts(MqttVersion version) {
        ScriptedConnection connection = subscribed(version);
        client.publish("a", "x", PublishOptions.QOS_2);
        client.publish("b", "x", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.expect(Publish.class);
        connection.send("50 [0003] 50 [0002]");
        connection.expect("62 [0003]");
        connection.expect("62 [0002]");
    }

    @Test
    void release_of_what_is_not_known_is_answered() {
        ScriptedConnection connection = subscribed(MqttVersion.V5);
        connection.send("62 [0005]");
        connection.expect("70 [0005 92]");
    }

    @Test
    void acknowledgement_counts_once() {
        ScriptedConnection connection = subscribedByHand(MqttVersion.V5);
        connection.send("32 ['a' 0001 {} <1>] 32 ['a' 0002 {} <2>]");
        Message first = next();
        first.acknowledge();
        first.acknowledge();
        connection.expect("40 [0001]");
        connection.expectNothing();
    }

    // The connection is lost

    @Test
    void message_whose_acknowledgement_could_not_leave_is_acknowledged_when_it_comes_again_and_not_handed_on_again() {
        ScriptedConnection connection = subscribedByHand(MqttVersion.V5);
        connection.send("32 ['a' 0001 {} <1>] 34 ['a' 0002 {} <2>]");
        Message first = next();
        Message second = next();
        connection.close();
        ScriptedConnection again = broker.accept(WELCOME_BACK);
        first.acknowledge();
        again.expectNothing(); // it has not come on this connection
        again.send("3A ['a' 0001 {} <1>] 3C ['a' 0002 {} <2>]");
        again.expect("40 [0001]");
        second.acknowledge();
        again.expect("50 [0002]");
        again.close();
        ScriptedConnection third = broker.accept(WELCOME_BACK);
        third.send("62 [0002]");
        third.expect("70 [0002]");
        assertThat(messages).isEmpty();
    }

    @Test
    void qos_2_that_was_received_is_not_handed_on_again_after_the_connection_was_lost() {
        ScriptedConnection connection = subscribed(MqttVersion.V5);
        connection.send("34 ['a' 0002 {} <2>]");
        connection.expect("50 [0002]");
        connection.close();
        ScriptedConnection again = broker.accept(WELCOME_BACK);
        again.send("3C ['a' 0002 {} <2>]");
        again.expect("50 [0002]");
        again.send("62 [0002]");
        again.expect("70 [0002]");
        next();
        assertThat(messages).isEmpty();
    }

    @Test
    void message_with_an_old_id_is_a_new_one_when_it_is_not_marked_as_sent_again() {
        ScriptedConnection connection = subscribedByHand(MqttVersion.V5);
        connection.send("32 ['a' 0001 {} <old>]");
        Message old = next();
        connection.close();
        ScriptedConnection again = broker.accept(WELCOME_BACK);
        again.send("32 ['a' 0001 {} <new>]");
        Message fresh = next();
        assertThat(fresh.text()).isEqualTo("new");
        old.acknowledge();
        again.expectNothing();
        fresh.acknowledge();
        again.expect("40 [0001]");
    }

    @Test
    void what_came_in_a_session_that_the_broker_has_forgotten_is_forgotten() {
        ScriptedConnection connection = subscribedByHand(MqttVersion.V5);
        connection.send("34 ['a' 0001 {} <old>]");
        Message old = next();
        connection.close();
        ScriptedConnection anew = broker.accept(WELCOME);
        anew.expect(Subscribe.class);
        anew.send("34 ['a' 0001 {} <new>]");
        Message fresh = next();
        old.acknowledge();
        anew.expectNothing();
        fresh.acknowledge();
        anew.expect("50 [0001]");
    }

    // Limits

    @Test
    void more_than_the_receive_maximum_ends_the_connection() {
        ScriptedConnection connection = subscribed(
                broker.options(MqttVersion.V5).receiveMaximum(2), SubscribeOptions.QOS_2.acknowledgedByHand());
        connection.send("32 ['a' 0001 {} <1>] 34 ['a' 0002 {} <2>]");
        next().acknowledge();
        connection.expect("40 [0001]");
        next().acknowledge();
        connection.expect("50 [0002]");
        connection.send("32 ['a' 0003 {} <3>] 3C ['a' 0002 {} <2>]"); // the second one has come before
        next();
        connection.send("30 ['a' {} <0>] 32 ['a' 0004 {} <4>]");
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED);
        connection.expectEnd();
    }

    @Test
    void broker_of_mqtt_3_that_uses_packet_ids_again_and_again_is_left_before_the_memory_is_full() {
        client = broker.options(MqttVersion.V3_1_1).receivedBytesMax(1L << 40).build();
        ScriptedConnection connection = broker.connect(client);
        client.subscribe("t", SubscribeOptions.QOS_1.acknowledgedByHand(), message -> {});
        connection.expect("82 [0001 't' 01]");
        connection.send("90 [0001 01]" + "32 ['t' 0001]".repeat(65_536));
        connection.expectEnd();
    }

    @Test
    @Spec({"MQTT-4.3.3-12", "MQTT-3.3.4-1"})
    void release_gives_back_what_the_receive_maximum_allows() {
        ScriptedConnection connection =
                subscribed(broker.options(MqttVersion.V5).receiveMaximum(1), SubscribeOptions.QOS_2);
        for (int i = 0; i < 3; i++) {
            connection.send("34 ['a' 0001 {} <1>]");
            connection.expect("50 [0001]");
            connection.send("62 [0001]");
            connection.expect("70 [0001]");
            connection.send("32 ['a' 0001 {} <1>]");
            connection.expect("40 [0001]");
        }
    }

    @Test
    void packet_that_is_larger_than_allowed_ends_the_connection() {
        ScriptedConnection connection =
                subscribed(broker.options(MqttVersion.V5).packetBytesMax(20), SubscribeOptions.QOS_2);
        connection.send("30 ['a' {} <12345678901234>]");
        assertThat(next().text()).hasSize(14);
        connection.send("30 ['a' {} <123456789012345>]");
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE);
        connection.expectEnd();
    }

    @Test
    @Spec({"MQTT-3.3.2-10", "MQTT-3.3.2-7"})
    void broker_uses_aliases_up_to_the_maximum_and_they_end_with_the_connection() {
        ScriptedConnection connection =
                subscribed(broker.options(MqttVersion.V5).topicAliasMaximum(2), SubscribeOptions.QOS_2);
        connection.send(
                "30 ['long' [23 0002] <1>] 30 ['' [23 0002] <2>] 30 ['new' [23 0002] <3>] 30 ['' [23 0002] <4>]");
        for (String topic : new String[] {"long", "long", "new", "new"}) {
            assertThat(next().topic()).isEqualTo(topic);
        }
        connection.close();
        ScriptedConnection again = broker.accept(WELCOME_BACK);
        again.send("30 ['' [23 0002] <5>]");
        assertThat(again.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        again.expectEnd();
    }

    @ParameterizedTest
    @CsvSource({"0003", "0000"})
    void alias_that_was_not_allowed_ends_the_connection(String alias) {
        ScriptedConnection connection =
                subscribed(broker.options(MqttVersion.V5).topicAliasMaximum(2), SubscribeOptions.QOS_2);
        connection.send("30 ['t' [23 " + alias + "] <1>]");
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.TOPIC_ALIAS_INVALID);
        connection.expectEnd();
    }

    // Broken packets

    @ParameterizedTest
    @CsvSource({
        "36 ['a' 0001 {} <x>],MALFORMED_PACKET",
        "38 ['a' {} <x>],MALFORMED_PACKET",
        "30 ['a/#' {} <x>],MALFORMED_PACKET",
        "30 [0001 00 {} <x>],MALFORMED_PACKET",
        "30 [0001 C0 {}],MALFORMED_PACKET",
        "32 ['a' 0000 {} <x>],PROTOCOL_ERROR",
        "31 FF FF FF FF 01,MALFORMED_PACKET",
        "60 [0001],MALFORMED_PACKET",
        "41 [0001],MALFORMED_PACKET",
        "40 [0001 7F],PROTOCOL_ERROR",
        "C0 00,PROTOCOL_ERROR",
        "82 [0001 {} 'a' 00],PROTOCOL_ERROR",
        "A2 [0001 {} 'a'],PROTOCOL_ERROR",
        "10 ['MQTT' 05 02 0000 {} 'c'],PROTOCOL_ERROR",
        "00 00,PROTOCOL_ERROR",
        "90 [0063 {} 00],PROTOCOL_ERROR",
        "B0 [0063 {} 00],PROTOCOL_ERROR",
        "F0 [18 []],PROTOCOL_ERROR",
        "E0 [00 [11 00000001]],PROTOCOL_ERROR",
        "D0 01 00,MALFORMED_PACKET",
    })
    @Spec({"MQTT-4.13.2-1", "MQTT-2.1.3-1", "MQTT-3.14.2-1"})
    void broken_packet_is_named_and_ends_the_connection(String packet, ReasonCode reason) {
        ScriptedConnection connection = subscribed(MqttVersion.V5);
        connection.send(packet);
        Disconnect disconnect = connection.expect(Disconnect.class);
        assertThat(disconnect.reasonString()).isNotEmpty();
        assertThat(disconnect.reason().code()).as(disconnect.toString()).isGreaterThanOrEqualTo(0x81);
        assertThat(disconnect.reason()).as(disconnect.reasonString()).isEqualTo(reason);
        connection.expectEnd();
    }

    @ParameterizedTest
    @CsvSource({"36 ['a' 0001 <x>]", "30 [0001 00 <x>]", "60 [0001]", "E0 00", "F0 00", "90 [0063 00]", "20 [00 00]"})
    @Spec(v3 = {"MQTT-4.8.0-1", "MQTT-2.2.2-2"})
    void broken_packet_ends_a_connection_of_mqtt_3_without_a_word(String packet) {
        ScriptedConnection connection = subscribed(MqttVersion.V3_1_1);
        connection.send(packet);
        connection.expectEnd();
        broker.accept(WELCOME_BACK);
    }

    @Test
    void packets_that_come_in_pieces_and_together_are_the_same() {
        ScriptedConnection connection = subscribed(MqttVersion.V5);
        byte[] bytes = Wire.bytes("32 ['a' 0001 {} <1>] 30 ['b' {} <2>] 32 ['a' 0002 {} <3>]", true);
        for (byte one : bytes) {
            connection.send(new byte[] {one});
        }
        connection.expect("40 [0001]");
        connection.expect("40 [0002]");
        connection.send(bytes);
        connection.expect("40 [0001]");
        connection.expect("40 [0002]");
        for (String text : new String[] {"1", "2", "3", "1", "2", "3"}) {
            assertThat(next().text()).isEqualTo(text);
        }
    }

    @Test
    void message_of_many_bytes_comes_whole() {
        ScriptedConnection connection = subscribed(MqttVersion.V5);
        String text = "0123456789".repeat(100_000);
        connection.send("32 ['a' 0001 {} <" + text + ">]");
        connection.expect("40 [0001]");
        assertThat(next().text()).isEqualTo(text);
    }

    @Test
    @Spec(
            value = {"MQTT-4.5.0-2"},
            v3 = {"MQTT-4.5.0-2"})
    void message_that_nobody_has_asked_for_goes_where_the_options_say() {
        client = broker.options(MqttVersion.V5).unclaimed(messages::add).build();
        ScriptedConnection connection = broker.connect(client);
        connection.send("32 ['a' 0001 [0B 05] <x>]");
        connection.expect("40 [0001]");
        assertThat(next().topic()).isEqualTo("a");
    }

    @Test
    void socket_is_not_read_while_receivers_are_behind_and_read_again_when_they_are_not() {
        client = broker.options(MqttVersion.V5).receivedBytesMax(1).build();
        ScriptedConnection connection = broker.connect(client);
        Semaphore mayGoOn = new Semaphore(0);
        client.subscribe("t", message -> {
            messages.add(message);
            mayGoOn.acquireUninterruptibly();
        });
        connection.expect(Subscribe.class);
        connection.send("90 [0001 {} 01]");
        for (int round = 0; round < 3; round++) {
            connection.send("30 ['t' {} <x>]");
            next();
            connection.send("62 [0009]");
            connection.expectSilence(50);
            mayGoOn.release();
            connection.expect("70 [0009 92]");
        }
    }
}
