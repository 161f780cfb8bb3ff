package io.bellbird.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paho for Java, with memory persistence: MQTT 3.1 and 3.1.1 (protocol levels 3 and 4), over TCP and WebSocket. */
@EveryShardCount
final class PahoJavaTest {
    private static final int IN_FLIGHT_MAX = 100;

    private final BrokerProcess broker;
    private final List<MqttClient> created = new ArrayList<>();

    PahoJavaTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @AfterEach
    void disconnectTheRest() throws MqttException {
        for (MqttClient client : created) {
            if (client.isConnected()) {
                client.disconnect();
            }
            client.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 3, 0", "TCP, 3, 1", "TCP, 3, 2",
        "TCP, 4, 0", "TCP, 4, 1", "TCP, 4, 2",
        "WEBSOCKET, 4, 0", "WEBSOCKET, 4, 1", "WEBSOCKET, 4, 2"
    })
    void a_message_arrives(Transport transport, int level, int qos) throws MqttException {
        // given
        Inbox<Arrived> inbox = new Inbox<>();
        connected(transport, level, "receiver", inbox).subscribe("letters/+/#", qos);
        MqttClient sender = connected(transport, level, "sender", new Inbox<>());
        // when
        sender.publish("letters/für/dich", "Grüße".getBytes(UTF_8), qos, false);
        // then
        Arrived letter = inbox.next("the letter");
        assertThat(letter.topic()).isEqualTo("letters/für/dich");
        assertThat(letter.text()).isEqualTo("Grüße");
        assertThat(letter.message().getQos()).isEqualTo(qos);
        assertThat(letter.message().isRetained()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"TCP, 3", "TCP, 4", "WEBSOCKET, 4"})
    void a_late_subscriber_sees_the_retained_message(Transport transport, int level) throws MqttException {
        // given
        String topic = "windpark/turbine/" + transport + level;
        Inbox<Arrived> inbox = new Inbox<>();
        connected(transport, level, "turbine", new Inbox<>()).publish(topic, "turning".getBytes(UTF_8), 1, true);
        // when
        connected(transport, level, "late", inbox).subscribe(topic, 1);
        // then
        Arrived state = inbox.next("the retained state");
        assertThat(state.text()).isEqualTo("turning");
        assertThat(state.message().isRetained()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"TCP, 3, 1", "TCP, 3, 2", "TCP, 4, 1", "TCP, 4, 2", "WEBSOCKET, 4, 2"})
    void a_client_that_comes_back_finds_its_messages_in_order(Transport transport, int level, int qos)
            throws MqttException {
        // given
        String topic = "mail/" + transport + level + qos;
        Inbox<Arrived> inbox = new Inbox<>();
        MqttClient reader = created(transport, "reader" + transport + level + qos, inbox);
        reader.connect(options(level, false));
        reader.subscribe(topic, qos);
        reader.disconnect();
        MqttClient sender = connected(transport, level, "sender", new Inbox<>());
        for (int number = 1; number <= 20; number++) {
            sender.publish(topic, Integer.toString(number).getBytes(UTF_8), qos, false);
        }
        sender.disconnect();
        broker.interlude();
        // when
        reader.connect(options(level, false));
        // then
        List<String> received = new ArrayList<>();
        while (received.size() < 20) {
            received.add(inbox.next("letter " + (received.size() + 1)).text());
        }
        assertThat(received)
                .isEqualTo(
                        IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList());
    }

    @ParameterizedTest
    @CsvSource({"TCP, 3", "TCP, 4", "WEBSOCKET, 4"})
    void the_will_is_published_when_the_connection_breaks(Transport transport, int level) throws MqttException {
        // given
        String topic = "wills/" + transport + level;
        Inbox<Arrived> inbox = new Inbox<>();
        connected(transport, level, "watcher", inbox).subscribe(topic, 1);
        MqttClient mortal = created(transport, "mortal", new Inbox<>());
        MqttConnectOptions options = options(level, true);
        options.setWill(topic, "gone".getBytes(UTF_8), 1, false);
        mortal.connect(options);
        // when
        mortal.disconnectForcibly(0, 0, false);
        // then
        assertThat(inbox.next("the will").text()).isEqualTo("gone");
    }

    @ParameterizedTest
    @CsvSource({"TCP, 3, 0", "TCP, 4, 2", "WEBSOCKET, 4, 1"})
    void a_picture_of_5_mb_arrives_byte_by_byte(Transport transport, int level, int qos) throws MqttException {
        // given
        Inbox<Arrived> inbox = new Inbox<>();
        connected(transport, level, "viewer", inbox).subscribe("camera/picture", qos);
        // when
        connected(transport, level, "camera", new Inbox<>()).publish("camera/picture", Picture.bytes(), qos, false);
        // then
        assertThat(inbox.next("the picture").message().getPayload()).isEqualTo(Picture.bytes());
    }

    private MqttClient connected(Transport transport, int level, String clientId, Inbox<Arrived> inbox)
            throws MqttException {
        MqttClient client = created(transport, clientId, inbox);
        client.connect(options(level, true));
        return client;
    }

    private MqttClient created(Transport transport, String clientId, Inbox<Arrived> inbox) throws MqttException {
        String scheme = transport == Transport.TCP ? "tcp" : "ws";
        String address = scheme + "://127.0.0.1:" + transport.port(broker);
        MqttClient client = new MqttClient(address, clientId, new MemoryPersistence());
        client.setTimeToWait(ChildProcesses.PATIENCE.toMillis());
        client.setCallback(new IntoInbox(inbox));
        created.add(client);
        return client;
    }

    private static MqttConnectOptions options(int level, boolean cleanSession) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(level);
        options.setCleanSession(cleanSession);
        // Paho tells that a message is delivered before it takes it off its count
        options.setMaxInflight(IN_FLIGHT_MAX);
        return options;
    }

    private record Arrived(String topic, MqttMessage message) {
        String text() {
            return new String(message.getPayload(), UTF_8);
        }
    }

    private record IntoInbox(Inbox<Arrived> inbox) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            inbox.add(new Arrived(topic, message));
        }

        @Override
        public void connectionLost(Throwable cause) {}

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
