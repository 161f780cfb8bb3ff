package io.bellbird.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient.Mqtt5Publishes;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What only MQTT 5 has, with the HiveMQ client, over TCP and over WebSocket. */
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
        Mqtt5Publish letter = letter("letters/für/dich", qos, false);
        try (Mqtt5Publishes letters = receiver.publishes(MqttGlobalPublishFilter.ALL)) {
            receiver.subscribeWith().topicFilter("letters/+/#").qos(qos).send();
            // when
            sender.publish(letter);
            // then
            assertSameLetter(next(letters), letter);
        }
    }

    @Test
    void what_waits_keeps_its_properties_and_the_subscription_its_options() throws InterruptedException {
        // given
        Mqtt5BlockingClient reader = builder(Transport.TCP, "reader").buildBlocking();
        connectPersistent(reader);
        reader.subscribeWith()
                .topicFilter("archive/#")
                .qos(MqttQos.EXACTLY_ONCE)
                .noLocal(true)
                .retainAsPublished(true)
                .send();
        reader.disconnect();
        broker.interlude();
        Mqtt5Publish letter = letter("archive/für/dich", MqttQos.EXACTLY_ONCE, true);
        sendFromAnother(letter);
        broker.interlude();
        try (Mqtt5Publishes letters = reader.publishes(MqttGlobalPublishFilter.ALL)) {
            // when
            connectPersistent(reader);
            // then
            assertSameLetter(next(letters), letter);
            Mqtt5Publish another = letter("archive/another", MqttQos.EXACTLY_ONCE, false);
            reader.publish(letter("archive/own", MqttQos.EXACTLY_ONCE, false));
            sendFromAnother(another);
            assertSameLetter(next(letters), another);
        }
    }

    private void sendFromAnother(Mqtt5Publish letter) {
        Mqtt5BlockingClient sender = connected(Transport.TCP, "sender");
        sender.publish(letter);
        sender.disconnect();
    }

    private static Mqtt5Publish letter(String topic, MqttQos qos, boolean retain) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(qos)
                .retain(retain)
                .payload("Grüße".getBytes(UTF_8))
                .contentType("text/plain")
                .responseTopic("letters/back")
                .correlationData(new byte[] {0, 1, 2})
                .userProperties(Mqtt5UserProperties.builder()
                        .add("from", "first")
                        .add("from", "second")
                        .build())
                .build();
    }

    private static void assertSameLetter(Mqtt5Publish received, Mqtt5Publish letter) {
        assertThat(received.getTopic()).isEqualTo(letter.getTopic());
        assertThat(received.getQos()).isEqualTo(letter.getQos());
        assertThat(received.isRetain()).isEqualTo(letter.isRetain());
        assertThat(received.getPayloadAsBytes()).isEqualTo(letter.getPayloadAsBytes());
        assertThat(received.getContentType()).isEqualTo(letter.getContentType());
        assertThat(received.getResponseTopic()).isEqualTo(letter.getResponseTopic());
        assertThat(received.getCorrelationData()).isEqualTo(letter.getCorrelationData());
        assertThat(received.getUserProperties()).isEqualTo(letter.getUserProperties());
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

    private void connectPersistent(Mqtt5BlockingClient client) {
        connected.add(client);
        client.connectWith().cleanStart(false).sessionExpiryInterval(3600).send();
    }

    private Mqtt5ClientBuilder builder(Transport transport, String clientId) {
        return HiveMqLink.builder(transport, broker, clientId).useMqttVersion5();
    }

    private static Mqtt5Publish next(Mqtt5Publishes publishes) throws InterruptedException {
        return publishes
                .receive(ChildProcesses.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .orElseThrow(() -> new AssertionError("waited in vain for a message"));
    }
}
