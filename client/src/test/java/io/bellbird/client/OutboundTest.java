package io.bellbird.client;

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to the broker. */
class OutboundTest {
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

    // QoS 0

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-2.2.1-2", "MQTT-4.3.1-1", "MQTT-3.3.1-2"},
            v3 = {"MQTT-2.3.1-5", "MQTT-4.3.1-1", "MQTT-3.3.1-2"})
    void qos_0_has_no_packet_id_no_duplicate_flag_and_is_done_when_it_has_left(MqttVersion version) {
        ScriptedConnection connection = connect(version, WELCOME);
        CompletableFuture<Published> published = publish("t", PublishOptions.QOS_0);
        connection.expect("30 ['t' {} <x>]");
        assertThat(await(published).reason()).isEqualTo(ReasonCode.SUCCESS);
    }

    @Test
    @Spec({"MQTT-3.3.4-6", "MQTT-3.3.2-13", "MQTT-3.3.2-19"})
    void everything_that_mqtt_5_adds_is_sent() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        publish(
                "t",
                PublishOptions.QOS_0
                        .retained()
                        .text()
                        .expiringAfter(Duration.ofSeconds(100))
                        .contentType("c")
                        .answeredAt("r", Bytes.utf8("d"))
                        .userProperty("k", "v"));
        connection.expect("31 ['t' [01 01 02 00000064 03 'c' 08 'r' 09 'd' 26 'k' 'v'] <x>]");
    }

    // QoS 1

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-4.3.2-1", "MQTT-4.3.2-2", "MQTT-4.3.2-3"},
            v3 = {"MQTT-4.3.2-1", "MQTT-2.3.1-1", "MQTT-2.3.1-2"})
    void qos_1_has_an_unused_packet_id_and_no_duplicate_flag(MqttVersion version) {
        ScriptedConnection connection = connect(version, WELCOME);
        CompletableFuture<Published> first = publish("t", PublishOptions.QOS_1);
        CompletableFuture<Published> second = publish("t", PublishOptions.QOS_1);
        connection.expect("32 ['t' 0001 {} <x>]");
        connection.expect("32 ['t' 0002 {} <x>]");
        assertThat(first).isNotDone();
        connection.send("40 [0001] 40 [0002]");
        assertThat(await(first)).isEqualTo(Published.SUCCESS);
        assertThat(await(second)).isEqualTo(Published.SUCCESS);
    }

    @Test
    void qos_1_that_nobody_gets_says_so() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        CompletableFuture<Published> published = publish("t", PublishOptions.QOS_1);
        connection.expect(Publish.class);
        connection.send("40 [0001 10]");
        assertThat(await(published).reason()).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }

    @Test
    void qos_2_that_nobody_gets_says_so() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        CompletableFuture<Published> published = publish("t", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.send("50 [0001 10]");
        connection.expect("62 [0001]");
        connection.send("70 [0001]");
        assertThat(await(published).reason()).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS);
    }

    @Test
    void qos_1_that_is_refused_fails_with_what_the_broker_said() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        CompletableFuture<Published> published = publish("t", PublishOptions.QOS_1);
        connection.expect(Publish.class);
        connection.send("40 [0001 87 [1F 'no']]");
        assertThat(failure(published))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("message to t")
                .hasMessageContaining("(no)")
                .hasMessageContaining("ask for the right");
    }

    // QoS 2

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-4.3.3-1", "MQTT-4.3.3-2", "MQTT-3.6.1-1"},
            v3 = {"MQTT-4.3.3-1", "MQTT-3.6.1-1", "MQTT-2.3.1-6"})
    void qos_2_is_released_when_it_was_received_and_done_when_that_is_complete(MqttVersion version) {
        ScriptedConnection connection = connect(version, WELCOME);
        CompletableFuture<Published> published = publish("t", PublishOptions.QOS_2);
        connection.expect("34 ['t' 0001 {} <x>]");
        connection.send("50 [0001]");
        connection.expect("62 [0001]");
        assertThat(published).isNotDone();
        connection.send("70 [0001]");
        assertThat(await(published)).isEqualTo(Published.SUCCESS);
    }

    @Test
    @Spec({"MQTT-4.3.3-4", "MQTT-4.4.0-2"})
    void qos_2_that_is_refused_is_not_released_and_not_sent_again() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        CompletableFuture<Published> published = publish("t", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.send("50 [0001 97]");
        assertThat(failure(published)).isInstanceOf(RefusedException.class);
        connection.expectNothing();
        connection.close();
        broker.accept(WELCOME_BACK).expectNothing();
    }

    @Test
    @Spec({"MQTT-4.3.3-7"})
    void message_that_was_sent_in_time_is_sent_again_after_its_expiry() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        publish("t", PublishOptions.QOS_2.expiringAfter(Duration.ofSeconds(1)));
        connection.expect("34 ['t' 0001 [02 00000001] <x>]");
        pass(Duration.ofMillis(1_001));
        connection.close();
        broker.accept(WELCOME_BACK).expect("3C ['t' 0001 [02 00000000] <x>]");
    }

    /** For what only time can show. */
    private static void pass(Duration time) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                .join();
    }

    @Test
    @Spec(
            value = {"MQTT-4.3.3-6", "MQTT-4.3.3-3", "MQTT-4.3.3-5"},
            v3 = {"MQTT-2.3.1-3"})
    void qos_2_is_not_sent_again_once_it_is_released_and_waits_for_the_answer() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        CompletableFuture<Published> published = publish("t", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.send("70 [0001] 50 [0001]"); // PUBCOMP before PUBREL means nothing
        connection.expect("62 [0001]");
        connection.close();
        ScriptedConnection again = broker.accept(WELCOME_BACK);
        again.expect("62 [0001]");
        assertThat(published).isNotDone();
        again.send("70 [0001 92]");
        await(published);
        again.expectNothing();
    }

    // The connection is lost, at each step

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    @Spec(
            value = {"MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.6.0-1"},
            v3 = {"MQTT-4.4.0-1", "MQTT-3.3.1-1", "MQTT-4.6.0-1"})
    void what_has_no_answer_is_sent_again_in_order_with_the_old_ids_and_the_duplicate_flag(MqttVersion version) {
        ScriptedConnection connection = connect(version, WELCOME);
        List<CompletableFuture<Published>> all = new ArrayList<>();
        for (PublishOptions how : List.of(PublishOptions.QOS_1, PublishOptions.QOS_2, PublishOptions.QOS_1)) {
            all.add(publish("t", how));
            connection.expect(Publish.class);
        }
        connection.abort();
        ScriptedConnection again = broker.accept(WELCOME_BACK);
        all.add(publish("new", PublishOptions.QOS_1));
        again.expect("3A ['t' 0001 {} <x>]");
        again.expect("3C ['t' 0002 {} <x>]");
        again.expect("3A ['t' 0003 {} <x>]");
        again.expect("32 ['new' 0004 {} <x>]");
        again.send("40 [0001] 50 [0002] 40 [0003] 40 [0004]");
        again.expect("62 [0002]");
        again.send("70 [0002]");
        all.forEach(ScriptedBroker::await);
    }

    @Test
    @Spec(
            value = {"MQTT-3.2.2-5"},
            v3 = {"MQTT-3.1.2-6"})
    void session_that_the_broker_has_forgotten_is_forgotten_and_its_messages_are_published_anew() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        CompletableFuture<Published> atLeast = publish("a", PublishOptions.QOS_1);
        CompletableFuture<Published> exactly = publish("b", PublishOptions.QOS_2);
        CompletableFuture<Published> released = publish("c", PublishOptions.QOS_2);
        for (int i = 0; i < 3; i++) {
            connection.expect(Publish.class);
        }
        connection.send("50 [0003]");
        connection.expect("62 [0003]");
        connection.close();
        ScriptedConnection anew = broker.accept(WELCOME);
        anew.expect("32 ['a' 0004 {} <x>]");
        anew.expect("34 ['b' 0005 {} <x>]");
        await(released);
        anew.send("40 [0004] 50 [0005]");
        anew.expect("62 [0005]");
        anew.send("70 [0005]");
        await(atLeast);
        await(exactly);
        anew.expectNothing();
    }

    @Test
    void message_that_may_have_arrived_fails_when_it_is_not_to_be_sent_again() {
        client = broker.options(MqttVersion.V5).resendWhenSessionIsLost(false).build();
        ScriptedConnection connection = broker.connect(client);
        CompletableFuture<Published> exactly = publish("b", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.close();
        ScriptedConnection anew = broker.accept(WELCOME);
        assertThat(failure(exactly)).isInstanceOf(SessionLostException.class);
        anew.expectNothing();
    }

    @Test
    @Spec({"MQTT-4.4.0-1"})
    void nothing_is_sent_again_while_the_connection_holds() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        publish("t", PublishOptions.QOS_1);
        connection.expect(Publish.class);
        connection.expectNothing();
    }

    @Test
    void what_was_published_while_away_is_sent_in_order_once_connected() {
        client = broker.options(MqttVersion.V5).build();
        for (String topic : List.of("a", "b", "c")) {
            publish(topic, topic.equals("b") ? PublishOptions.QOS_0 : PublishOptions.QOS_1);
        }
        ScriptedConnection connection = broker.connect(client);
        for (String topic : List.of("a", "b", "c")) {
            assertThat(connection.expect(Publish.class).topic().text()).isEqualTo(topic);
        }
    }

    @Test
    @Spec(
            value = {"MQTT-2.2.1-3"},
            v3 = {"MQTT-2.3.1-2"})
    void packet_id_is_used_again_as_late_as_can_be() {
        ScriptedConnection connection = connect(MqttVersion.V3_1_1, WELCOME);
        publish("kept", PublishOptions.QOS_1);
        assertThat(connection.expect(Publish.class).packetId()).isEqualTo(1);
        for (int id = 2; id <= 0xFFFF; id++) {
            publish("t", PublishOptions.QOS_1);
            assertThat(connection.expect(Publish.class).packetId()).isEqualTo(id);
            connection.send(new byte[] {0x40, 2, (byte) (id >> 8), (byte) id});
        }
        publish("t", PublishOptions.QOS_1);
        assertThat(connection.expect(Publish.class).packetId()).isEqualTo(2);
    }

    // Answers that do not fit

    @ParameterizedTest
    @ValueSource(strings = {"50 [0001]", "50 [0001 80]"})
    void pubrec_for_qos_1_is_a_protocol_error(String answer) {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        publish("t", PublishOptions.QOS_1);
        connection.expect(Publish.class);
        connection.send(answer);
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        connection.expectEnd();
    }

    @Test
    void puback_for_qos_2_is_a_protocol_error() {
        ScriptedConnection connection = connect(MqttVersion.V5, WELCOME);
        publish("t", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.send("40 [0001]");
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        connection.expectEnd();
    }

    @Test
    @Spec(
            value = {"MQTT-3.1.2-23", "MQTT-4.1.0-1"},
            v3 = {"MQTT-3.1.2-4", "MQTT-4.1.0-1"})
    void session_is_kept_while_the_client_is_away() {
        ScriptedConnection connection = connect(MqttVersion.V3_1_1, WELCOME);
        publish("a", PublishOptions.QOS_1);
        publish("b", PublishOptions.QOS_2);
        connection.expect(Publish.class);
        connection.expect(Publish.class);
        connection.send("50 [0002] 34 ['c' 0007 <x>]");
        connection.expect("62 [0002]");
        connection.expect("50 [0007]");
        for (int i = 0; i < 3; i++) {
            connection.close();
            connection = broker.accept();
            assertThat(connection.expectConnect().cleanStart()).isFalse();
            connection.send(WELCOME_BACK);
            connection.expect("62 [0002]");
            connection.expect("3A ['a' 0001 <x>]");
            connection.send("3C ['c' 0007 <x>]");
            connection.expect("50 [0007]");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    void acknowledgement_of_what_was_not_sent_means_nothing_and_pubrec_is_answered(MqttVersion version) {
        ScriptedConnection connection = connect(version, WELCOME);
        connection.send("40 [0009] 70 [0009] 50 [0009]");
        connection.expect(version == MqttVersion.V5 ? "62 [0009 92]" : "62 [0009]");
        connection.expectNothing();
    }

    // Expiry, cancelling, errors of callers

    @Test
    void message_that_waits_longer_than_its_expiry_fails() {
        client = broker.options(MqttVersion.V5).build();
        CompletableFuture<Published> late = publish("t", PublishOptions.QOS_1.expiringAfter(Duration.ofSeconds(1)));
        CompletableFuture<Published> inTime = publish("u", PublishOptions.QOS_1.expiringAfter(Duration.ofSeconds(100)));
        pass(Duration.ofMillis(1_001));
        ScriptedConnection connection = broker.connect(client);
        assertThat(failure(late)).isInstanceOf(MessageExpiredException.class);
        Publish left = connection.expect(Publish.class);
        assertThat(left.topic().text()).isEqualTo("u");
        assertThat(left.properties().expiryIntervalSeconds()).isBetween(80L, 99L);
        connection.send("40 [0001]");
        await(inTime);
    }

    @Test
    void message_that_was_cancelled_before_it_was_sent_is_not_sent() {
        client = broker.options(MqttVersion.V5).build();
        publish("a", PublishOptions.QOS_1).cancel(true);
        publish("b", PublishOptions.QOS_1);
        ScriptedConnection connection = broker.connect(client);
        connection.expect("32 ['b' 0001 {} <x>]");
        connection.expectNothing();
    }

    @Test
    @Spec(
            value = {"MQTT-3.3.2-2", "MQTT-4.7.0-1", "MQTT-3.3.2-1"},
            v3 = {"MQTT-3.3.2-2", "MQTT-4.7.1-1", "MQTT-3.3.2-1"})
    void topic_that_is_none_is_refused_here() {
        for (String topic : List.of("", "a/#", "+", "a\0", "x".repeat(65_536), "\ud800")) {
            assertThatThrownBy(() -> publish(topic, PublishOptions.QOS_0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @Spec({"MQTT-3.3.2-14", "MQTT-1.5.4-1", "MQTT-1.5.7-1"})
    void property_that_mqtt_cannot_carry_is_refused_here() {
        String tooLong = "x".repeat(65_536);
        assertThatThrownBy(() -> PublishOptions.QOS_0.answeredAt("a/#", Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublishOptions.QOS_0.contentType(tooLong))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublishOptions.QOS_0.userProperty("a", "\ud800"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublishOptions.QOS_0.userProperty("a\0", "b"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PublishOptions.QOS_0.answeredAt("a", Bytes.wrap(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mqtt_3_leaves_properties_out() {
        ScriptedConnection connection = connect(MqttVersion.V3_1_1, WELCOME);
        publish("t", PublishOptions.QOS_0.contentType("c").expiringAfter(Duration.ofSeconds(9)));
        connection.expect("30 ['t' <x>]");
    }
}
