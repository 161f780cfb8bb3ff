package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.WELCOME_BACK;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the broker allows, as its CONNACK says. */
class BrokerLimitsTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private MqttClient client = broker.options(MqttVersion.V5).build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    private ScriptedConnection connect(MqttVersion version, String connAck) {
        client = broker.options(version).cleanStart(false).build();
        return broker.connect(client, connAck);
    }

    private CompletableFuture<Published> publish(String topic, PublishOptions how) {
        return client.publish(topic, "x", how);
    }

    @Test
    @Spec({"MQTT-3.3.4-7", "MQTT-4.9.0-1", "MQTT-4.9.0-2"})
    void no_more_than_the_receive_maximum_is_on_its_way() {
        ScriptedConnection connection = connect(MqttVersion.V5, "20 [00 00 [21 0002]]");
        publish("a", PublishOptions.QOS_1);
        publish("b", PublishOptions.QOS_2);
        publish("c", PublishOptions.QOS_1);
        publish("d", PublishOptions.QOS_1);
        publish("e", PublishOptions.QOS_1);
        connection.expect(Publish.class);
        connection.expect(Publish.class);
        connection.expectNothing();
        connection.send("40 [0001]");
        connection.expect("32 ['c' 0003 {} <x>]");
        connection.send("50 [0002]");
        connection.expect("62 [0002]");
        connection.expectNothing(); // PUBREC gives nothing back
        connection.send("70 [0002]");
        connection.expect("32 ['d' 0004 {} <x>]");
        connection.expectNothing();
        connection.send("40 [0003 80]");
        connection.expect("32 ['e' 0005 {} <x>]");
    }

    @Test
    void no_more_than_20_are_on_their_way_to_a_broker_of_mqtt_3_that_does_not_say_how_many_it_takes() {
        ScriptedConnection connection = connect(MqttVersion.V3_1_1, ScriptedBroker.WELCOME);
        for (int i = 0; i < 21; i++) {
            publish("t", PublishOptions.QOS_2);
        }
        for (int i = 0; i < 20; i++) {
            connection.expect(Publish.class);
        }
        connection.expectNothing();
    }

    @Test
    @Spec({"MQTT-3.3.4-8", "MQTT-4.9.0-3"})
    void other_packets_do_not_wait_for_the_receive_maximum() {
        ScriptedConnection connection = connect(MqttVersion.V5, "20 [00 00 [21 0001 13 0001]]");
        publish("a", PublishOptions.QOS_1);
        publish("b", PublishOptions.QOS_1);
        connection.expect(Publish.class);
        client.subscribe("s", message -> {});
        connection.expect(Subscribe.class);
        connection.expect(PingReq.class);
    }

    @Test
    @Spec({"MQTT-3.3.4-7", "MQTT-4.9.0-2"})
    void no_more_than_the_receive_maximum_of_the_new_connection_is_sent_again() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        for (String topic : List.of("a", "b", "c")) {
            publish(topic, PublishOptions.QOS_1);
            connection.expect(Publish.class);
        }
        CompletableFuture<Published> released = publish("d", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.send("50 [0004]");
        connection.expect("62 [0004]");
        connection.close();
        ScriptedConnection again = broker.accept("20 [01 00 [21 0001]]");
        publish("e", PublishOptions.QOS_1);
        again.expect("62 [0004]"); // is no PUBLISH
        again.expect("3A ['a' 0001 {} <x>]");
        again.expectNothing();
        again.send("40 [0001]");
        again.expect("3A ['b' 0002 {} <x>]");
        again.send("70 [0004]");
        await(released);
        again.expectNothing();
        again.send("40 [0002]");
        again.expect("3A ['c' 0003 {} <x>]");
        again.send("40 [0003]");
        again.expect("32 ['e' 0005 {} <x>]");
    }

    @Test
    @Spec({"MQTT-3.2.2-15", "MQTT-3.2.2-11", "MQTT-3.2.2-14"})
    void message_that_a_lesser_broker_does_not_take_fails_instead_of_being_sent_again() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        CompletableFuture<Published> large = client.publish("a", "x".repeat(100), PublishOptions.QOS_1);
        CompletableFuture<Published> exactly = publish("b", PublishOptions.QOS_2);
        CompletableFuture<Published> retained = publish("c", PublishOptions.QOS_1.retained());
        CompletableFuture<Published> small = publish("d", PublishOptions.QOS_1);
        for (int i = 0; i < 4; i++) {
            connection.expect(Publish.class);
        }
        connection.close();
        ScriptedConnection again = broker.accept("20 [01 00 [27 00000040 24 01 25 00]]");
        again.expect("3A ['d' 0004 {} <x>]");
        assertThat(((RefusedException) failure(large)).reason()).contains(ReasonCode.PACKET_TOO_LARGE);
        assertThat(((RefusedException) failure(exactly)).reason()).contains(ReasonCode.QOS_NOT_SUPPORTED);
        assertThat(((RefusedException) failure(retained)).reason()).contains(ReasonCode.RETAIN_NOT_SUPPORTED);
        again.send("40 [0004]");
        await(small);
    }

    @Test
    @Spec({"MQTT-3.2.2-11"})
    void message_of_a_qos_that_the_broker_does_not_take_fails() {
        ScriptedConnection connection = connect(MqttVersion.V5, "20 [00 00 [24 00]]");
        assertThat(((RefusedException) failure(publish("t", PublishOptions.QOS_1))).reason())
                .contains(ReasonCode.QOS_NOT_SUPPORTED);
        await(publish("t", PublishOptions.QOS_0));
        connection.expect("30 ['t' {} <x>]");
    }

    @Test
    @Spec({"MQTT-3.2.2-14"})
    void retained_message_fails_when_the_broker_retains_nothing() {
        ScriptedConnection connection = connect(MqttVersion.V5, "20 [00 00 [25 00]]");
        assertThat(((RefusedException) failure(publish("t", PublishOptions.QOS_0.retained()))).reason())
                .contains(ReasonCode.RETAIN_NOT_SUPPORTED);
        connection.expectNothing();
    }

    @Test
    @Spec({"MQTT-3.2.2-15", "MQTT-3.14.2-3"})
    void packet_of_any_type_that_is_larger_than_the_broker_takes_is_not_sent() {
        ScriptedConnection connection = connect(MqttVersion.V5, "20 [00 00 [27 00000014]]");
        String longText = "x".repeat(20);
        assertThat(((RefusedException) failure(client.publish("t", longText))).reason())
                .contains(ReasonCode.PACKET_TOO_LARGE);
        assertThat(((RefusedException) failure(client.subscribe(longText, message -> {}))).reason())
                .contains(ReasonCode.PACKET_TOO_LARGE);
        assertThat(((RefusedException) failure(client.unsubscribe(longText))).reason())
                .contains(ReasonCode.PACKET_TOO_LARGE);
        client.publish("t", "12345678901", PublishOptions.QOS_1);
        connection.expect("32 ['t' 0003 {} <12345678901>]");
        connection.send("40 [0003]");
        client.disconnect(new DisconnectOptions(true, Optional.empty(), Optional.of(longText), List.of()));
        connection.expect("E0 [04]");
        connection.expectEnd();
    }

    @Test
    @Spec({"MQTT-3.3.2-9", "MQTT-3.2.2-17", "MQTT-3.3.2-8"})
    void topics_have_aliases_as_many_as_the_broker_allows_until_the_connection_ends() {
        ScriptedConnection connection = connect(MqttVersion.V5, "20 [00 00 [22 0002]]");
        connection.acceptTopicAliases(2);
        for (String topic : List.of("a", "b", "a", "c", "b")) {
            publish(topic, PublishOptions.QOS_0);
        }
        connection.expect("30 ['a' [23 0001] <x>]");
        connection.expect("30 ['b' [23 0002] <x>]");
        connection.expect("30 ['' [23 0001] <x>]");
        connection.expect("30 ['c' [] <x>]");
        connection.expect("30 ['' [23 0002] <x>]");
        connection.close();
        ScriptedConnection again = broker.accept("20 [01 00 [22 0001]]");
        again.acceptTopicAliases(1);
        publish("b", PublishOptions.QOS_0);
        again.expect("30 ['b' [23 0001] <x>]");
        again.close();
        ScriptedConnection without = broker.accept(WELCOME_BACK);
        publish("b", PublishOptions.QOS_0);
        without.expect("30 ['b' [] <x>]");
    }

    @Test
    @Spec({"MQTT-3.2.2-18"})
    void message_that_is_sent_again_names_its_topic() {
        ScriptedConnection connection = connect(MqttVersion.V5, "20 [00 00 [22 0002]]");
        connection.acceptTopicAliases(2);
        publish("a", PublishOptions.QOS_1);
        publish("a", PublishOptions.QOS_1);
        connection.expect("32 ['a' 0001 [23 0001] <x>]");
        connection.expect("32 ['' 0002 [23 0001] <x>]");
        connection.close();
        ScriptedConnection again = broker.accept("20 [01 00 [22 0002]]");
        again.expect("3A ['a' 0001 [] <x>]");
        again.expect("3A ['a' 0002 [] <x>]");
        again.close();
        ScriptedConnection without = broker.accept(WELCOME_BACK);
        without.expect("3A ['a' 0001 [] <x>]");
        without.expect("3A ['a' 0002 [] <x>]");
        publish("a", PublishOptions.QOS_0);
        without.expect("30 ['a' [] <x>]");
    }
}
