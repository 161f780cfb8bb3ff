package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens between several connections, and to one that is idle. */
@EveryShardCount
final class ConnectionsTest {
    private static final int CLIENTS = 20;

    @RegisterExtension
    final Clients clients = new Clients();

    private final BrokerProcess broker;

    ConnectionsTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1.1", "5"})
    void a_second_client_with_the_same_id_takes_over_and_the_first_is_told(String mqtt) {
        // given
        Inbox<Throwable> causes = new Inbox<>();
        Mqtt5BlockingClient first = Mqtt5Client.builder()
                .identifier("thermostat")
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .addDisconnectedListener(context -> causes.add(context.getCause()))
                .buildBlocking();
        first.connect();
        // when
        ClientProcess second = clients.python(
                PahoPython.PAHO_2, "subscribe.py", broker, "--mqtt", mqtt, "--id", "thermostat", "house/#");
        second.awaitLine("subscribed");
        // then
        Throwable cause = causes.next("the end of the first connection");
        assertThat(cause).isInstanceOfSatisfying(Mqtt5DisconnectException.class, told -> assertThat(
                        told.getMqttMessage().getReasonCode())
                .isEqualTo(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER));
        clients.mosquitto("mosquitto_pub", broker, "-t", "house/heating", "-m", "warm")
                .awaitSuccess();
        second.awaitLine("received house/heating qos=0 retain=0 warm");
    }

    @Test
    void a_client_of_3_1_1_is_closed_when_another_takes_its_id() {
        // given
        ClientProcess first = clients.mosquitto(
                "mosquitto_sub",
                broker,
                "-d",
                "-i",
                "door",
                "-t",
                "house/#",
                "--will-topic",
                "doors",
                "--will-payload",
                "1");
        first.awaitLine("Subscribed (mid: 1)");
        ClientProcess watcher = clients.mosquitto("mosquitto_sub", broker, "-d", "-t", "doors", "-C", "1");
        watcher.awaitLine("Subscribed (mid: 1)");
        // when
        clients.node("idle.mjs", MqttJsLink.WEBSOCKET_V4, broker, "--id", "door");
        // then
        assertThat(watcher.awaitSuccess())
                .as("the will of the client that was taken over")
                .contains("1");
    }

    @Test
    void twenty_clients_at_once_hear_each_other() {
        // given
        List<ClientProcess> listeners = IntStream.rangeClosed(1, CLIENTS)
                .mapToObj(number -> clients.mosquitto(
                        "mosquitto_sub",
                        broker,
                        "-d",
                        "-v",
                        "-q",
                        "1",
                        "-t",
                        "class/+",
                        "-C",
                        Integer.toString(CLIENTS),
                        "-W",
                        "25"))
                .toList();
        listeners.forEach(listener -> listener.awaitLine("Subscribed (mid: 1)"));
        // when
        List<ClientProcess> speakers = IntStream.rangeClosed(1, CLIENTS)
                .mapToObj(number -> clients.mosquitto(
                        "mosquitto_pub", broker, "-q", "1", "-t", "class/" + number, "-m", "Here is " + number))
                .toList();
        speakers.forEach(ClientProcess::awaitSuccess);
        // then
        List<String> everybody = IntStream.rangeClosed(1, CLIENTS)
                .mapToObj(number -> "class/" + number + " Here is " + number)
                .toList();
        for (ClientProcess listener : listeners) {
            assertThat(listener.awaitSuccess())
                    .filteredOn(line -> line.startsWith("class/"))
                    .containsExactlyInAnyOrderElementsOf(everybody);
        }
    }

    @Test
    void pings_keep_idle_clients_connected() {
        // given
        List<ClientProcess> idle = List.of(
                clients.python(PahoPython.PAHO_1, "idle.py", broker, "--keepalive", "2"),
                clients.python(PahoPython.PAHO_2, "idle.py", broker, "--keepalive", "2"),
                clients.node("idle.mjs", MqttJsLink.TCP_V4, broker, "--keepalive", "2"),
                clients.node("idle.mjs", MqttJsLink.WEBSOCKET_V5, broker, "--keepalive", "2"));
        idle.forEach(client -> client.awaitLine("subscribed"));
        // when: twice the keep-alive, which is more than a broker waits for a silent client
        idle.forEach(client -> client.awaitLine("pinged"));
        idle.forEach(client -> client.awaitLine("pinged"));
        // then
        clients.mosquitto("mosquitto_pub", broker, "-q", "1", "-t", "wake/up", "-m", "good morning")
                .awaitSuccess();
        idle.forEach(client -> client.awaitLine("received good morning"));
        assertThat(idle).allSatisfy(client -> assertThat(client.output()).doesNotContain("disconnected"));
    }
}
