package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.await;
import static io.bellbird.client.ScriptedBroker.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newest version that the broker speaks. */
class VersionTest {
    private final ScriptedBroker broker = new ScriptedBroker();

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 [00 84 00]", "20 [00 01]", "20 [00 84]"})
    void client_falls_back_to_the_version_that_the_broker_speaks(String refusal) {
        MqttClient client = broker.options().build();
        var connecting = client.connect();
        for (MqttVersion version : new MqttVersion[] {MqttVersion.V5, MqttVersion.V3_1_1}) {
            ScriptedConnection refused = broker.accept();
            assertThat(refused.expectConnect().version()).isEqualTo(version);
            refused.send(Wire.bytes(version == MqttVersion.V5 ? refusal : "20 [00 01]", false));
            refused.expectEnd();
        }
        ScriptedConnection old = broker.accept();
        assertThat(old.expectConnect().version()).isEqualTo(MqttVersion.V3_1);
        old.send("20 [00 00]");
        assertThat(await(connecting).version()).isEqualTo(MqttVersion.V3_1);

        old.abort();
        ScriptedConnection again = broker.accept();
        assertThat(again.expectConnect().version()).isEqualTo(MqttVersion.V3_1);
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void client_falls_back_when_the_broker_closes_without_an_answer(boolean aborts) {
        MqttClient client = broker.options().build();
        var connecting = client.connect();
        ScriptedConnection closed = broker.accept();
        closed.expectConnect();
        if (aborts) {
            closed.abort();
        } else {
            closed.close();
        }
        ScriptedConnection older = broker.accept();
        assertThat(older.expectConnect().version()).isEqualTo(MqttVersion.V3_1_1);
        older.send(WELCOME);
        assertThat(await(connecting).version()).isEqualTo(MqttVersion.V3_1_1);
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void older_version_is_not_kept_when_the_link_may_just_have_broken() {
        MqttClient client = broker.options().build();
        var connecting = client.connect();
        ScriptedConnection broken = broker.accept();
        broken.expectConnect();
        broken.abort();
        ScriptedConnection older = broker.accept();
        assertThat(older.expectConnect().version()).isEqualTo(MqttVersion.V3_1_1);
        older.send(WELCOME);
        await(connecting);
        // when
        older.abort();
        // then
        ScriptedConnection again = broker.accept();
        assertThat(again.expectConnect().version()).isEqualTo(MqttVersion.V5);
        again.send(WELCOME);
        again.abort();
        ScriptedConnection last = broker.accept();
        assertThat(last.expectConnect().version()).isEqualTo(MqttVersion.V5);
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void client_does_not_fall_back_from_the_version_that_it_was_told() {
        MqttClient client = broker.options(MqttVersion.V5).build();
        var connecting = client.connect();
        ScriptedConnection refused = broker.accept();
        refused.expectConnect();
        refused.send("20 [00 84 00]");
        assertThat(failure(connecting))
                .isInstanceOf(ConnectFailedException.class)
                .hasMessageContaining("leave the version open");
    }

    @Test
    void client_does_not_fall_back_when_it_is_to_authenticate() {
        MqttClient client = broker.options().authentication(new Riddle()).build();
        var connecting = client.connect();
        ScriptedConnection refused = broker.accept();
        refused.expectConnect();
        refused.send("20 [00 84 00]");
        assertThat(failure(connecting)).isInstanceOf(ConnectFailedException.class);
    }

    @Test
    void client_does_not_fall_back_when_the_broker_refuses_it() {
        MqttClient client = broker.options().build();
        var connecting = client.connect();
        ScriptedConnection refused = broker.accept();
        refused.expectConnect();
        refused.send("20 [00 86 [1F 'who?']]");
        refused.expectEnd();
        ConnectFailedException failure = (ConnectFailedException) failure(connecting);
        assertThat(failure.reason()).contains(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThat(failure).hasMessageContaining("check user name and password").hasMessageContaining("who?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20 [00 84 00]", "20 [00 01]"})
    void broker_that_was_changed_to_an_older_version_meanwhile_is_found_out(String refusal) {
        MqttClient client = broker.options().build();
        broker.connect(client).close();
        ScriptedConnection refused = broker.accept();
        assertThat(refused.expectConnect().version()).isEqualTo(MqttVersion.V5);
        refused.send(Wire.bytes(refusal, false));
        refused.expectEnd();
        ScriptedConnection older = broker.accept();
        assertThat(older.expectConnect().version()).isEqualTo(MqttVersion.V3_1_1);
        older.send(WELCOME);
        older.expectNothing();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void broker_that_was_changed_to_a_newer_version_and_does_not_speak_the_old_one_is_found_out() {
        MqttClient client = broker.options().build();
        CompletableFuture<Connected> connecting = client.connect();
        refuse(MqttVersion.V5);
        broker.accept(WELCOME).close();
        await(connecting);
        refuse(MqttVersion.V3_1_1);
        ScriptedConnection newer = broker.accept();
        assertThat(newer.expectConnect().version()).isEqualTo(MqttVersion.V5);
        newer.send(WELCOME);
        newer.expectNothing();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void broker_that_closes_without_a_word_may_be_starting_and_is_found_out_when_it_goes_on() {
        MqttClient client = broker.options().build();
        broker.connect(client).close();
        for (int i = 0; i < 5; i++) {
            ScriptedConnection closed = broker.accept();
            assertThat(closed.expectConnect().version()).isEqualTo(MqttVersion.V5);
            closed.close();
        }
        ScriptedConnection older = broker.accept();
        assertThat(older.expectConnect().version()).isEqualTo(MqttVersion.V3_1_1);
        older.send(WELCOME);
        older.close();
        ScriptedConnection closed = broker.accept();
        assertThat(closed.expectConnect().version()).isEqualTo(MqttVersion.V5);
        closed.close();
        assertThat(broker.accept().expectConnect().version()).isEqualTo(MqttVersion.V3_1_1);
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @Test
    void broker_that_speaks_none_is_asked_again_from_the_newest_on() {
        MqttClient client = broker.options().build();
        broker.connect(client).close();
        for (int round = 0; round < 2; round++) {
            refuse(MqttVersion.V5);
            refuse(MqttVersion.V3_1_1);
            refuse(MqttVersion.V3_1);
        }
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    private void refuse(MqttVersion version) {
        ScriptedConnection refused = broker.accept();
        assertThat(refused.expectConnect().version()).isEqualTo(version);
        refused.send(Wire.bytes(version == MqttVersion.V5 ? "20 [00 84 00]" : "20 [00 01]", false));
        refused.expectEnd();
    }
}
