package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME_BACK;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enhanced authentication. */
class AuthenticationTest {
    private static final String WELCOME = "20 [00 00 [15 'riddle' 16 'bye']]";

    private final ScriptedBroker broker = new ScriptedBroker();
    private final Riddle riddle = new Riddle();
    private final MqttClient client =
            broker.options(MqttVersion.V5).authentication(riddle).build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    @Spec({"MQTT-4.12.0-3", "MQTT-3.1.2-30", "MQTT-3.15.2-1"})
    void challenges_are_answered_and_nothing_else_is_sent_until_the_broker_accepts() {
        client.publish("t", "x");
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        Connect connect = connection.expectConnect();
        assertThat(connect.properties().authenticationMethod()).isEqualTo("riddle");
        assertThat(connect.properties().authenticationData()).isEqualTo(Bytes.utf8("hi"));
        for (String challenge : new String[] {"one", "two"}) {
            connection.send("F0 [18 [15 'riddle' 16 '" + challenge + "']]");
            connection.expect("F0 [18 [15 'riddle' 16 '" + challenge + "!']]");
        }
        connection.send(WELCOME);
        await(connecting);
        connection.expect(Publish.class);
        assertThat(riddle.heard).containsExactly("one", "two", "bye");
    }

    @Test
    void name_of_the_method_is_not_asked_for_on_the_thread_of_the_socket() {
        ScriptedConnection connection = broker.connect(client, WELCOME);
        client.reauthenticate();
        connection.expect(Auth.class);
        assertThat(riddle.namedOn).singleElement().asString().doesNotStartWith("bellbird");
    }

    @Test
    void what_follows_connack_waits_until_the_broker_is_trusted() {
        CompletableFuture<Void> patience = new CompletableFuture<>();
        riddle.patience = patience;
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        connection.send(WELCOME + "32 ['t' 0001 {} <x>] 62 [0002]");
        assertThat(connecting).isNotDone();
        patience.complete(null);
        await(connecting);
        connection.expect("70 [0002 92]");
        connection.expect("40 [0001]");
    }

    @Test
    void broker_that_is_not_trusted_is_left() {
        riddle.trusts = false;
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        connection.send(WELCOME);
        connection.expectEnd();
        assertThat(failure(connecting)).hasMessageContaining("who it claims to be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20 [00 00 00]",
                "20 [00 00 [15 'other']]",
                "F0 [18 [15 'other' 16 'one']]",
                "F0 [00 [15 'riddle']]",
                "F0 [19 [15 'riddle']]"
            })
    @Spec({"MQTT-4.12.0-5"})
    void broker_that_does_not_keep_to_the_method_is_left(String answer) {
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        connection.send(answer);
        connection.expectEnd();
        assertThat(failure(connecting)).isInstanceOf(ConnectFailedException.class);
    }

    @Test
    void challenge_that_cannot_be_answered_ends_the_attempt() {
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        connection.send("F0 [18 [15 'riddle' 16 'bad']]");
        connection.expectEnd();
        assertThat(failure(connecting)).hasMessageContaining("nobody knows that");
    }

    @Test
    void client_that_closes_while_the_broker_is_verified_stays_closed() {
        CompletableFuture<Void> patience = new CompletableFuture<>();
        riddle.patience = patience;
        CompletableFuture<Connected> connecting = client.connect();
        ScriptedConnection connection = broker.accept();
        connection.expectConnect();
        connection.send(WELCOME);
        client.close();
        connection.expectEnd();
        patience.complete(null);
        assertThat(failure(connecting)).isInstanceOf(ClientClosedException.class);
    }

    @Test
    @Spec({"MQTT-4.12.1-1", "MQTT-3.15.1-1"})
    void client_authenticates_again() {
        ScriptedConnection connection = broker.connect(client, WELCOME);
        CompletableFuture<Void> done = client.reauthenticate();
        connection.expect("F0 [19 [15 'riddle' 16 'hi']]");
        connection.send("F0 [18 [15 'riddle' 16 'again']]");
        connection.expect("F0 [18 [15 'riddle' 16 'again!']]");
        assertThat(done).isNotDone();
        connection.send("F0 [00 [15 'riddle']]");
        await(done);
    }

    @Test
    @Spec({"MQTT-4.12.1-2"})
    void authenticating_again_fails_when_the_broker_refuses_it() {
        ScriptedConnection connection = broker.connect(client, WELCOME);
        CompletableFuture<Void> done = client.reauthenticate();
        connection.expect("F0 [19 [15 'riddle' 16 'hi']]");
        connection.send("E0 [87]");
        connection.expectEnd();
        assertThat(((ConnectFailedException) failure(done)).reason()).contains(ReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void authenticating_again_fails_when_the_connection_or_the_client_ends() {
        ScriptedConnection connection = broker.connect(client, WELCOME);
        CompletableFuture<Void> first = client.reauthenticate();
        connection.expect(Auth.class);
        connection.abort();
        assertThat(failure(first)).isInstanceOf(ConnectFailedException.class);
        ScriptedConnection again = broker.accept("20 [01 00 [15 'riddle']]");
        await(client.connect());
        CompletableFuture<Void> second = client.reauthenticate();
        again.expect(Auth.class);
        client.close();
        assertThat(failure(second)).isInstanceOf(ConnectFailedException.class);
    }

    @Test
    void broker_does_not_begin_to_authenticate() {
        ScriptedConnection connection = broker.connect(client, WELCOME);
        connection.send("F0 [18 [15 'riddle' 16 'one']]");
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        connection.expectEnd();
    }

    @Test
    @Spec({"MQTT-4.12.0-7"})
    void client_without_a_method_sends_no_auth_and_takes_none() {
        MqttClient plain = broker.options(MqttVersion.V5).build();
        ScriptedConnection connection = broker.connect(plain, WELCOME_BACK.replace("01 00", "00 00"));
        assertThat(failure(plain.reauthenticate())).isInstanceOf(ConnectFailedException.class);
        connection.expectNothing();
        connection.send("F0 [18 [15 'riddle']]");
        assertThat(connection.expect(Disconnect.class).reason()).isEqualTo(ReasonCode.PROTOCOL_ERROR);
        connection.expectEnd();
        plain.disconnect(DisconnectOptions.DEFAULT);
    }
}
