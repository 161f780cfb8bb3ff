package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT and what brokers answer. */
class ConnectTest {
    private final ScriptedBroker broker = new ScriptedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    @Spec({"MQTT-3.1.0-1", "MQTT-3.1.2-9", "MQTT-3.1.3-1"})
    void connect_of_mqtt_5_says_what_the_options_say() {
        MqttClient client = broker.options(MqttVersion.V5)
                .keepAlive(Duration.ofSeconds(10))
                .sessionExpiry(Duration.ofSeconds(60))
                .receiveMaximum(7)
                .packetBytesMax(1_000)
                .topicAliasMaximum(3)
                .requestResponseInformation(true)
                .requestProblemInformation(false)
                .userProperty("a", "b")
                .credentials("me", "pw")
                .will(new Will(
                        "w", Bytes.utf8("x"), PublishOptions.QOS_2.retained().contentType("t"), Duration.ofSeconds(5)))
                .build();
        var connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expect("10 ['MQTT' 05 F6 000A [11 0000003C 21 0007 27 000003E8 22 0003 19 01 17 00 26 'a' 'b']"
                + " 'c' [18 00000005 03 't'] 'w' 'x' 'me' 'pw']");
        connection.send(WELCOME);
        assertThat(await(connecting).version()).isEqualTo(MqttVersion.V5);
        client.disconnect(DisconnectOptions.DEFAULT);
        connection.expect("E0 [00 [11 00000000]]");
        connection.expectEnd();
    }

    @Test
    @Spec({"MQTT-3.1.2-1"})
    void connect_has_the_name_and_level_of_its_version_and_no_reserved_flag() {
        for (MqttVersion version : new MqttVersion[] {MqttVersion.V5, MqttVersion.V3_1_1}) {
            MqttClient client = broker.options(version).topicAliasMaximum(0).build();
            client.connect();
            broker.accept()
                    .expect(
                            version == MqttVersion.V5
                                    ? "10 ['MQTT' 05 02 003C [11 0000012C 27 10000004 17 01] 'c']"
                                    : "10 ['MQTT' 04 02 003C 'c']");
            client.disconnect(DisconnectOptions.DEFAULT);
        }
    }

    @Test
    @Spec(v3 = {"MQTT-3.1.2-19", "MQTT-3.1.2-21"})
    void user_name_and_password_have_their_flags() {
        MqttClient client =
                broker.options(MqttVersion.V3_1_1).credentials("me", "").build();
        client.connect();
        broker.accept().expect("10 ['MQTT' 04 C2 003C 'c' 'me' '']");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    @Spec(v3 = {"MQTT-3.1.0-1", "MQTT-3.1.3-1", "MQTT-3.1.2-9"})
    void connect_of_mqtt_3_1_1_says_what_the_options_say() {
        MqttClient client = broker.options(MqttVersion.V3_1_1)
                .keepAlive(Duration.ofSeconds(10))
                .credentials("me", "pw")
                .will(Will.of("w", "x"))
                .build();
        client.connect();
        broker.accept().expect("10 ['MQTT' 04 CE 000A 'c' 'w' 'x' 'me' 'pw']");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    @Spec(v3 = {"MQTT-3.1.2-11", "MQTT-3.1.2-13"})
    void connect_of_mqtt_3_1_has_the_old_name() {
        MqttClient client = broker.options(MqttVersion.V3_1).build();
        client.connect();
        broker.accept().expect("10 ['MQIsdp' 03 02 003C 'c']");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    @Spec(
            value = {"MQTT-3.1.2-16", "MQTT-3.1.2-18", "MQTT-3.1.2-13"},
            v3 = {"MQTT-3.1.2-18", "MQTT-3.1.2-20", "MQTT-3.1.2-15"})
    void what_is_not_said_has_no_flag_and_no_field() {
        MqttClient client = broker.options(MqttVersion.V3_1_1).cleanStart(false).build();
        client.connect();
        broker.accept().expect("10 ['MQTT' 04 00 003C 'c']");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    @Spec(value = {"MQTT-3.1.2-17", "MQTT-3.1.2-19", "MQTT-3.1.2-11"})
    void password_alone_goes_in_mqtt_5() {
        MqttClient client = broker.options(MqttVersion.V5)
                .credentials(() -> CompletableFuture.completedFuture(
                        new Credentials(Optional.empty(), Optional.of(Bytes.utf8("pw")))))
                .build();
        client.connect();
        Connect connect = broker.accept().expectConnect();
        assertThat(connect.username()).isNull();
        assertThat(connect.password()).isEqualTo(Bytes.utf8("pw"));
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    @Spec(v3 = "MQTT-3.1.2-22")
    void password_without_user_name_is_refused_here_in_mqtt_3() {
        MqttClient client = broker.options(MqttVersion.V3_1_1)
                .credentials(() -> CompletableFuture.completedFuture(
                        new Credentials(Optional.empty(), Optional.of(Bytes.utf8("pw")))))
                .build();
        var connecting = client.connect();
        broker.accept().expectEnd();
        assertThat(failure(connecting))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("no password without a user name");
    }

    @Test
    @Spec(
            value = {"MQTT-3.1.3-3", "MQTT-3.1.3-4"},
            v3 = {"MQTT-3.1.3-3", "MQTT-3.1.3-4", "MQTT-3.1.3-7"})
    void client_id_of_ones_own_making_is_of_letters_digits_and_a_hyphen() {
        MqttClient client = ClientOptions.builder(broker.uri()).build();
        client.connect();
        assertThat(broker.accept().expectConnect().clientId()).matches("bb-[0-9a-f]{16}");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void assigned_client_id_is_kept() {
        MqttClient client = broker.options(MqttVersion.V5).build();
        broker.connect(client, "20 [00 00 [12 'new']]").abort();
        assertThat(client.clientId()).isEqualTo("new");
        assertThat(broker.accept().expectConnect().clientId()).isEqualTo("new");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void refused_client_tries_the_next_broker() {
        try (ScriptedBroker second = new ScriptedBroker()) {
            MqttClient client =
                    ClientOptions.builder(broker.uri(), second.uri()).build();
            var connecting = client.connect();
            ScriptedConnection refused = broker.accept();
            refused.expectConnect();
            refused.send("20 [00 89 00]");
            second.accept(WELCOME);
            assertThat(await(connecting).broker()).isEqualTo(second.uri());
            client.disconnect(DisconnectOptions.DEFAULT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ReasonCode.class,
            names = {"USE_ANOTHER_SERVER", "SERVER_MOVED"})
    void refused_client_tries_the_broker_that_is_named(ReasonCode reason) {
        try (ScriptedBroker other = new ScriptedBroker()) {
            MqttClient client = broker.options().build();
            var connecting = client.connect();
            ScriptedConnection refused = broker.accept();
            refused.expectConnect();
            refused.send("20 [00 %02X [1C 'not/a/host 127.0.0.1:%d']]".formatted(reason.code(), other.port()));
            other.accept(WELCOME);
            assertThat(await(connecting).broker()).isEqualTo(other.uri());
            client.disconnect(DisconnectOptions.DEFAULT);
        }
    }

    @Test
    void broker_that_is_sent_around_for_ever_waits_between_rounds() {
        try (ScriptedBroker other = new ScriptedBroker()) {
            MqttClient client = broker.options().retryFirstConnect(true).build();
            client.connect();
            for (int round = 0; round < 2; round++) {
                sendOn(broker, other);
                sendOn(other, broker);
            }
            sendOn(broker, other);
            sendOn(broker, other); // it has waited, and begins again
            client.disconnect(DisconnectOptions.DEFAULT);
        }
    }

    @Test
    @Spec({"MQTT-3.2.2-4"})
    void session_that_is_present_after_a_clean_start_ends_the_connection() {
        MqttClient client = broker.options().build();
        var connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        assertThat(connection.expectConnect().cleanStart()).isTrue();
        connection.send("20 [01 00 00]");
        connection.expectEnd();
        assertThat(failure(connecting))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("MQTT-3.2.2-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20 [02 00 00]",
                "20 [00 7F 00]",
                "20 [01 86 00]",
                "20 [00 00]",
                "30 ['t' [] <x>]",
                "D0 00",
                "00 00",
                "20 [00 00 [21 0000]]",
                "20 [00 00 [11 00000001 11 00000001]]"
            })
    void connack_that_is_none_ends_the_connection(String answer) {
        MqttClient client = broker.options(MqttVersion.V5).build();
        var connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        connection.send(answer);
        connection.expectEnd();
        assertThat(failure(connecting)).isInstanceOf(ConnectFailedException.class);
    }

    @Test
    void broker_that_does_not_answer_is_given_up() {
        MqttClient client =
                broker.options().connectTimeout(Duration.ofMillis(500)).build();
        var connecting = client.connect();
        ScriptedConnection silent = broker.accept();
        silent.expectConnect();
        silent.expectEnd();
        assertThat(failure(connecting))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("no CONNACK came within");
    }

    @ParameterizedTest
    @EnumSource(
            value = MqttVersion.class,
            names = {"V5", "V3_1_1"})
    void second_connack_is_a_protocol_error(MqttVersion version) {
        MqttClient client = broker.options(version).build();
        ScriptedConnection connection = broker.connect(client);
        connection.send(WELCOME);
        if (version == MqttVersion.V5) {
            assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        }
        connection.expectEnd();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void connect_is_sent_once() {
        MqttClient client = broker.options().build();
        var first = client.connect();
        var second = client.connect();
        ScriptedConnection connection = broker.accept(WELCOME);
        assertThat(await(first)).isEqualTo(await(second));
        assertThat(await(client.connect())).isEqualTo(await(first));
        connection.expectNothing();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void client_that_comes_back_goes_on_with_its_session() {
        MqttClient client = broker.options(MqttVersion.V5).build();
        broker.connect(client).close();
        assertThat(broker.accept().expectConnect().cleanStart()).isFalse();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void client_of_mqtt_3_that_does_not_keep_its_session_begins_anew() {
        MqttClient client = broker.options(MqttVersion.V3_1_1).build();
        broker.connect(client).close();
        assertThat(broker.accept().expectConnect().cleanStart()).isTrue();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void first_attempt_is_repeated_when_that_is_wanted() {
        MqttClient client =
                broker.options(MqttVersion.V5).retryFirstConnect(true).build();
        var connecting = client.connect();
        broker.accept().close();
        broker.accept(WELCOME);
        await(connecting);
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void credentials_are_asked_for_before_each_attempt() {
        String[] names = {"first", "second"};
        int[] asked = {0};
        MqttClient client = broker.options(MqttVersion.V5)
                .credentials(() -> {
                    assertThat(Thread.currentThread().getName()).startsWith("bellbird-callback");
                    return CompletableFuture.completedFuture(Credentials.of(names[asked[0]++], ""));
                })
                .build();
        broker.connect(client).close();
        assertThat(broker.accept().expectConnect().username()).isEqualTo("second");
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void credentials_that_cannot_be_had_fail_the_attempt() {
        MqttClient client = broker.options()
                .credentials(() -> {
                    throw new IllegalStateException("no token");
                })
                .build();
        assertThat(failure(client.connect()))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("no token");
    }

    private static void sendOn(ScriptedBroker from, ScriptedBroker to) {
        ScriptedConnection refused = from.accept();
        refused.expectConnect();
        refused.send("20 [00 9C [1C '127.0.0.1:%d']]".formatted(to.port()));
    }
}
