package io.bellbird.e2e;

import static com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE;
import static com.hivemq.client.mqtt.datatypes.MqttQos.EXACTLY_ONCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.bellbird.e2e.HiveMqClient.Arrived;
import io.bellbird.e2e.HiveMqClient.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The HiveMQ client with MQTT 3.1.1 and with 5, over TCP and over WebSocket. */
@EveryShardCount
final class HiveMqTest {
    private final BrokerProcess broker;
    private final List<HiveMqClient> created = new ArrayList<>();

    HiveMqTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @AfterEach
    void disconnectTheRest() {
        created.forEach(HiveMqClient::close);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP_V3, AT_MOST_ONCE", "TCP_V3, AT_LEAST_ONCE", "TCP_V3, EXACTLY_ONCE",
        "WEBSOCKET_V3, AT_MOST_ONCE", "WEBSOCKET_V3, AT_LEAST_ONCE", "WEBSOCKET_V3, EXACTLY_ONCE"
    })
    void a_message_arrives(HiveMqLink link, MqttQos qos) throws InterruptedException {
        // given
        HiveMqClient receiver = connected(link, "receiver");
        HiveMqClient sender = connected(link, "sender");
        Message letter = Message.of("letters/für/dich", qos, "Grüße");
        receiver.subscribe("letters/+/#", qos);
        // when
        sender.publish(letter);
        // then
        assertThat(receiver.next()).isEqualTo(letter);
    }

    @ParameterizedTest
    @EnumSource
    void a_retained_message_is_there_for_a_late_subscriber(HiveMqLink link) throws InterruptedException {
        // given
        Message state = new Message(
                "windpark/turbine/" + link, AT_LEAST_ONCE, true, ByteBuffer.wrap("turning".getBytes(UTF_8)));
        connected(link, "turbine").publish(state);
        HiveMqClient late = connected(link, "late");
        // when
        late.subscribe(state.topic(), AT_LEAST_ONCE);
        // then
        assertThat(late.next()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP_V3, AT_LEAST_ONCE",
        "TCP_V5, EXACTLY_ONCE",
        "WEBSOCKET_V3, EXACTLY_ONCE",
        "WEBSOCKET_V5, AT_LEAST_ONCE"
    })
    void a_client_that_comes_back_finds_its_session_and_its_messages(HiveMqLink link, MqttQos qos)
            throws InterruptedException {
        // given
        String topic = "mail/" + link + qos;
        HiveMqClient reader = reader(link, topic, qos);
        reader.disconnect();
        sendLetters(link, topic, qos);
        broker.interlude();
        // when
        boolean sessionPresent = reader.connectPersistent();
        // then
        assertThat(sessionPresent).isTrue();
        assertNextLetters(reader, 1, 20);
    }

    /** The client knows them by their packet ids, so they must come with the same ones. */
    @ParameterizedTest
    @EnumSource(names = {"TCP_V3", "TCP_V5"})
    void what_a_client_took_but_did_not_acknowledge_comes_once(HiveMqLink link) throws InterruptedException {
        // given
        String topic = "parcels/" + link;
        HiveMqClient reader = reader(link, topic, EXACTLY_ONCE);
        sendLetters(link, topic, EXACTLY_ONCE);
        assertNextLetters(reader, 1, 3);
        List<Arrived> taken = List.of(reader.nextUnacknowledged(), reader.nextUnacknowledged());
        reader.disconnect();
        broker.interlude();
        // when
        reader.connectPersistent();
        taken.forEach(parcel -> parcel.acknowledge().run());
        // then
        assertThat(taken).extracting(parcel -> parcel.message().text()).containsExactly("4", "5");
        assertNextLetters(reader, 6, 20);
        reader.publish(Message.of(topic, EXACTLY_ONCE, "21"));
        assertNextLetters(reader, 21, 21);
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP_V3", "WEBSOCKET_V3"})
    void an_image_is_sent_on_request(HiveMqLink link) throws InterruptedException {
        // given
        HiveMqClient camera = connected(link, "camera");
        HiveMqClient viewer = connected(link, "viewer");
        Message picture = new Message("camera/response", EXACTLY_ONCE, false, ByteBuffer.wrap(Picture.bytes()));
        camera.subscribe("camera/request", AT_LEAST_ONCE);
        viewer.subscribe(picture.topic(), EXACTLY_ONCE);
        // when
        viewer.publish(Message.of("camera/request", AT_LEAST_ONCE, ""));
        camera.next();
        camera.publish(picture);
        // then
        assertThat(viewer.next()).isEqualTo(picture);
    }

    private HiveMqClient connected(HiveMqLink link, String clientId) {
        HiveMqClient client = created(link, clientId);
        client.connect();
        return client;
    }

    /** A client with a session that is kept, connected for the first time. */
    private HiveMqClient reader(HiveMqLink link, String topic, MqttQos qos) {
        HiveMqClient reader = created(link, "reader of " + topic);
        reader.connectPersistent();
        reader.subscribe(topic, qos);
        return reader;
    }

    private HiveMqClient created(HiveMqLink link, String clientId) {
        HiveMqClient client = link.client(broker, clientId);
        created.add(client);
        return client;
    }

    /** 1 to 20. */
    private void sendLetters(HiveMqLink link, String topic, MqttQos qos) {
        HiveMqClient sender = connected(link, "sender");
        for (int number = 1; number <= 20; number++) {
            sender.publish(Message.of(topic, qos, Integer.toString(number)));
        }
        sender.disconnect();
    }

    private static void assertNextLetters(HiveMqClient reader, int first, int last) throws InterruptedException {
        List<String> received = new ArrayList<>();
        for (int number = first; number <= last; number++) {
            received.add(reader.next().text());
        }
        assertThat(received)
                .isEqualTo(IntStream.rangeClosed(first, last)
                        .mapToObj(Integer::toString)
                        .toList());
    }
}
