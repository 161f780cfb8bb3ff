package io.bellbird.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The HiveMQ client with MQTT 5, over TCP and over WebSocket. */
@EveryShardCount
final class HiveMqV5Test {
    private final BrokerProcess broker;
    private final List<Mqtt5BlockingClient> connected = new ArrayList<>();

    HiveMqV5Test(BrokerProcess broker) {
        this.broker = broker;
    }

    @AfterEach
    void disconnectTheRest() {
        connected.stream().filter(client -> client.getState().isConnected()).forEach(Mqtt5BlockingClient::disconnect);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, AT_MOST_ONCE", "TCP, AT_LEAST_ONCE", "TCP, EXACTLY_ONCE",
        "WEBSOCKET, AT_MOST_ONCE", "WEBSOCKET, AT_LEAST_ONCE", "WEBSOCKET, EXACTLY_ONCE"
    })
    void a_message_arrives_with_all_its_properties(Transport transport, MqttQos qos) throws InterruptedException {
        // given
        Mqtt5BlockingClient receiver = connected(transport, "receiver");
        Mqtt5BlockingClient sender = connected(transport, "sender");
        Mqtt5Publish letter = Mqtt5Publish.builder()
                .topic("letters/für/dich")
                .qos(qos)
                .payload("Grüße".getBytes(UTF_8))
                .contentType("text/plain")
                .responseTopic("letters/back")
                .correlationData(new byte[] {0, 1, 2})
                .userProperties(Mqtt5UserProperties.builder()
                        .add("from", "first")
                        .add("from", "second")
                        .build())
                .build();
        try (Mqtt5Publishes letters = receiver.publishes(MqttGlobalPublishFilter.ALL)) {
            receiver.subscribeWith().topicFilter("letters/+/#").qos(qos).send();
            // when
            sender.publish(letter);
            // then
            Mqtt5Publish received = next(letters);
            assertThat(received.getTopic()).isEqualTo(letter.getTopic());
            assertThat(received.getQos()).isEqualTo(qos);
            assertThat(received.getPayloadAsBytes()).isEqualTo(letter.getPayloadAsBytes());
            assertThat(received.getContentType()).isEqualTo(letter.getContentType());
            assertThat(received.getResponseTopic()).isEqualTo(letter.getResponseTopic());
            assertThat(received.getCorrelationData()).isEqualTo(letter.getCorrelationData());
            assertThat(received.getUserProperties()).isEqualTo(letter.getUserProperties());
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
        Mqtt5BlockingClient late = connected(transport, "late");
        try (Mqtt5Publishes states = late.publishes(MqttGlobalPublishFilter.ALL)) {
            // when
            late.subscribeWith().topicFilter(topic).send();
            // then
            Mqtt5Publish state = next(states);
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
        Mqtt5BlockingClient reader =
                builder(transport, "reader-" + transport + qos).buildBlocking();
        connectPersistent(reader);
        reader.subscribeWith().topicFilter(topic).qos(qos).send();
        reader.disconnect();
        Mqtt5BlockingClient sender = connected(transport, "sender");
        for (int number = 1; number <= 20; number++) {
            sender.publishWith()
                    .topic(topic)
                    .qos(qos)
                    .payload(Integer.toString(number).getBytes(UTF_8))
                    .send();
        }
        try (Mqtt5Publishes letters = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            // when
            Mqtt5ConnAck connAck = connectPersistent(reader);
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
    void the_will_is_published_when_the_client_leaves_with_it(Transport transport) throws InterruptedException {
        // given
        String topic = "wills/" + transport;
        Mqtt5BlockingClient watcher = connected(transport, "watcher");
        try (Mqtt5Publishes wills = watcher.publishes(MqttGlobalPublishFilter.ALL)) {
            watcher.subscribeWith().topicFilter(topic).send();
            Mqtt5BlockingClient mortal = builder(transport, "mortal")
                    .willPublish()
                    .topic(topic)
                    .payload("gone".getBytes(UTF_8))
                    .contentType("text/plain")
                    .applyWillPublish()
                    .buildBlocking();
            mortal.connect();
            // when
            mortal.disconnectWith()
                    .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                    .send();
            // then
            Mqtt5Publish will = next(wills);
            assertThat(will.getPayloadAsBytes()).isEqualTo("gone".getBytes(UTF_8));
            assertThat(will.getContentType()).hasToString("Optional[text/plain]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_image_is_sent_on_request(Transport transport) throws InterruptedException {
        // given
        Mqtt5BlockingClient camera = connected(transport, "camera");
        Mqtt5BlockingClient viewer = connected(transport, "viewer");
        ByteBuffer correlation = ByteBuffer.wrap("picture 42".getBytes(UTF_8));
        try (Mqtt5Publishes requests = camera.publishes(MqttGlobalPublishFilter.ALL);
                Mqtt5Publishes answers = viewer.publishes(MqttGlobalPublishFilter.ALL)) {
            camera.subscribeWith().topicFilter("camera/request").send();
            viewer.subscribeWith().topicFilter("viewer/answers").send();
            // when
            viewer.publishWith()
                    .topic("camera/request")
                    .responseTopic("viewer/answers")
                    .correlationData(correlation)
                    .send();
            camera.publish(answer(next(requests)));
            // then
            Mqtt5Publish answer = next(answers);
            assertThat(answer.getCorrelationData()).contains(correlation);
            assertThat(answer.getPayloadAsBytes()).isEqualTo(Picture.bytes());
        }
    }

    private static Mqtt5Publish answer(Mqtt5Publish request) {
        return Mqtt5Publish.builder()
                .topic(request.getResponseTopic().orElseThrow())
                .qos(MqttQos.AT_LEAST_ONCE)
                .correlationData(request.getCorrelationData().orElseThrow())
                .payload(Picture.bytes())
                .build();
    }

    private Mqtt5BlockingClient connected(Transport transport, String clientId) {
        Mqtt5BlockingClient client = builder(transport, clientId).buildBlocking();
        client.connect();
        connected.add(client);
        return client;
    }

    private Mqtt5ConnAck connectPersistent(Mqtt5BlockingClient client) {
        connected.add(client);
        return client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(3600)
                .send();
    }

    private Mqtt5ClientBuilder builder(Transport transport, String clientId) {
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(transport.port(broker));
        return transport == Transport.WEBSOCKET ? builder.webSocketWithDefaultConfig() : builder;
    }

    private static Mqtt5Publish next(Mqtt5Publishes publishes) throws InterruptedException {
        return publishes
                .receive(ChildProcesses.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .orElseThrow(() -> new AssertionError("waited in vain for a message"));
    }
}
