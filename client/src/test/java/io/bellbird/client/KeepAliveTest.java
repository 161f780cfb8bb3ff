package io.bellbird.client;

import static io.bellbird.client.ScriptedBroker.WELCOME;
import static io.bellbird.client.ScriptedBroker.WELCOME_BACK;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.MqttVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PINGREQ, in real seconds. */
class KeepAliveTest {
    private final ScriptedBroker broker = new ScriptedBroker();
    private MqttClient client = broker.options().build();

    @AfterEach
    void close() {
        broker.close();
        client.disconnect(DisconnectOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"V5, 1, 20 [00 00 00]", "V3_1_1, 1, 20 [00 00]", "V5, 60, 20 [00 00 [13 0001]]"})
    @Spec(
            value = {"MQTT-3.1.2-20", "MQTT-3.1.2-21"},
            v3 = {"MQTT-3.1.2-23"})
    void client_shows_itself_before_the_interval_of_either_side_is_over(
            MqttVersion version, int seconds, String connAck) {
        client = broker.options(version).keepAlive(Duration.ofSeconds(seconds)).build();
        ScriptedConnection connection = broker.connect(client, connAck);
        long shortest = Long.MAX_VALUE; // the others may be late with the machine
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            connection.expect("C0 00");
            shortest = Math.min(shortest, System.nanoTime() - begin);
            connection.send("D0 00");
        }
        assertThat(shortest).isLessThan(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void broker_that_does_not_answer_is_left() {
        client = broker.options().keepAlive(Duration.ofSeconds(1)).build();
        ScriptedConnection connection = broker.connect(client, WELCOME);
        connection.expect("C0 00");
        connection.expectEnd();
        broker.accept(WELCOME_BACK);
    }

    @Test
    void whatever_the_broker_sends_shows_that_it_is_there() {
        client = broker.options().keepAlive(Duration.ofSeconds(1)).build();
        ScriptedConnection connection = broker.connect(client, WELCOME);
        connection.expect("C0 00");
        connection.send("30 ['t' {} <x>]");
        connection.expect("C0 00");
        connection.send("D0 00");
    }

    @Test
    @Spec({"MQTT-3.1.2-21", "MQTT-3.2.2-21"})
    void keep_alive_that_the_broker_switches_off_is_off() {
        client = broker.options().keepAlive(Duration.ofSeconds(1)).build();
        ScriptedConnection connection = broker.connect(client, "20 [00 00 [13 0000]]");
        connection.expectSilence(1_200);
    }
}
