package io.bellbird.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient.Mqtt3Publishes;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAck;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The HiveMQ client with MQTT 3.1.1, over TCP and over WebSocket. */
@EveryShardCount
final class HiveMqV3Test {
    private final BrokerProcess broker;
    private final List<Mqtt3BlockingClient> connected = new ArrayList<>();

    HiveMqV3Test(BrokerProcess broker) {
        this.broker = broker;
    }

    @AfterEach
    void disconnectTheRest() {
        connected.stream().filter(client -> client.getState().isConnected()).forEach(Mqtt3BlockingClient::disconnect);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, AT_MOST_ONCE", "TCP, AT_LEAST_ONCE", "TCP, EXACTLY_ONCE",
        "WEBSOCKET, AT_MOST_ONCE", "WEBSOCKET, AT_LEAST_ONCE", "WEBSOCKET, EXACTLY_ONCE"
    })
    void a_message_arrives(Transport transport, MqttQos qos) throws InterruptedException {
        // given
        Mqtt3BlockingClient receiver = connected(transport, "receiver");
        Mqtt3BlockingClient sender = connected(transport, "sender");
        Mqtt3Publish letter = Mqtt3Publish.builder()
                .topic("letters/für/dich")
                .qos(qos)
                .payload("Grüße".getBytes(UTF_8))
                .build();
        try (Mqtt3Publishes letters = receiver.publishes(MqttGlobalPublishFilter.ALL)) {
            receiver.subscribeWith().topicFilter("letters/+/#").qos(qos).send();
            // when
            sender.publish(letter);
            // then
            Mqtt3Publish received = next(letters);
            assertThat(received.getTopic()).isEqualTo(letter.getTopic());
            assertThat(received.getQos()).isEqualTo(qos);
            assertThat(received.getPayloadAsBytes()).isEqualTo(letter.getPayloadAsBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_retained_message_is_there_for_a_late_subscriber(Transport transport) throws InterruptedException {
        // given
        String topic = "windpark/turbine/" + transport;
        connected(transport, "turbine")
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("turning".getBytes(UTF_8))
                .retain(true)
                .send();
        Mqtt3BlockingClient late = connected(transport, "late");
        try (Mqtt3Publishes states = late.publishes(MqttGlobalPublishFilter.ALL)) {
            // when
            late.subscribeWith().topicFilter(topic).send();
            // then
            Mqtt3Publish state = next(states);
            assertThat(state.getPayloadAsBytes()).isEqualTo("turning".getBytes(UTF_8));
            assertThat(state.isRetain()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"TCP, AT_LEAST_ONCE", "TCP, EXACTLY_ONCE", "WEBSOCKET, AT_LEAST_ONCE", "WEBSOCKET, EXACTLY_ONCE"})
    void a_client_that_comes_back_finds_its_session_and_its_messages(Transport transport, MqttQos qos)
            throws InterruptedException {
        // given
        String topic = "mail/" + transport + qos;
        Mqtt3BlockingClient reader =
                builder(transport, "reader-" + transport + qos).buildBlocking();
        connectPersistent(reader);
        reader.subscribeWith().topicFilter(topic).qos(qos).send();
        reader.disconnect();
        Mqtt3BlockingClient sender = connected(transport, "sender");
        for (int number = 1; number <= 20; number++) {
            sender.publishWith()
                    .topic(topic)
                    .qos(qos)
                    .payload(Integer.toString(number).getBytes(UTF_8))
                    .send();
        }
        try (Mqtt3Publishes letters = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            // when
            Mqtt3ConnAck connAck = connectPersistent(reader);
            List<String> received = new ArrayList<>();
            while (received.size() < 20) {
                received.add(new String(next(letters).getPayloadAsBytes(), UTF_8));
            }
            // then
            assertThat(connAck.isSessionPresent()).isTrue();
            assertThat(received)
                    .isEqualTo(IntStream.rangeClosed(1, 20)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_image_is_sent_on_request(Transport transport) throws InterruptedException {
        // given
        Mqtt3BlockingClient camera = connected(transport, "camera");
        Mqtt3BlockingClient viewer = connected(transport, "viewer");
        try (Mqtt3Publishes requests = camera.publishes(MqttGlobalPublishFilter.ALL);
                Mqtt3Publishes answers = viewer.publishes(MqttGlobalPublishFilter.ALL)) {
            camera.subscribeWith().topicFilter("camera/request").send();
            viewer.subscribeWith().topicFilter("camera/response").send();
            // when
            viewer.publishWith().topic("camera/request").send();
            next(requests);
            camera.publishWith()
                    .topic("camera/response")
                    .qos(MqttQos.EXACTLY_ONCE)
                    .payload(Picture.bytes())
                    .send();
            // then
            assertThat(next(answers).getPayloadAsBytes()).isEqualTo(Picture.bytes());
        }
    }

    private Mqtt3BlockingClient connected(Transport transport, String clientId) {
        Mqtt3BlockingClient client = builder(transport, clientId).buildBlocking();
        client.connect();
        connected.add(client);
        return client;
    }

    private Mqtt3ConnAck connectPersistent(Mqtt3BlockingClient client) {
        connected.add(client);
        return client.connectWith().cleanSession(false).send();
    }

    private Mqtt3ClientBuilder builder(Transport transport, String clientId) {
        Mqtt3ClientBuilder builder = Mqtt3Client.builder()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(transport.port(broker));
        return transport == Transport.WEBSOCKET ? builder.webSocketWithDefaultConfig() : builder;
    }

    private static Mqtt3Publish next(Mqtt3Publishes publishes) throws InterruptedException {
        return publishes
                .receive(ChildProcesses.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .orElseThrow(() -> new AssertionError("waited in vain for a message"));
    }
}
