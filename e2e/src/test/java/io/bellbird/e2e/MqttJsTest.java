package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT.js, which browsers use as well, over TCP and over WebSocket, with MQTT 3.1.1 and 5. */
@EveryShardCount
final class MqttJsTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    Path directory;

    private final BrokerProcess broker;

    MqttJsTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @EnumSource
    void hello_mqtt_is_received_again_and_again(MqttJsLink link) {
        // given
        ClientProcess subscriber = subscribed(link, "test/topic");
        // when
        clients.node("publish_hello.mjs", link, broker, "--milliseconds", "100");
        // then
        for (int messages = 0; messages < 5; messages++) {
            subscriber.awaitLine("received test/topic qos=0 retain=0 Hello, MQTT!");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/mqtt", "/any/other/path?and=query"})
    void a_websocket_of_any_path_is_welcome(String path) {
        // given
        MqttJsLink link = MqttJsLink.WEBSOCKET_V4;
        ClientProcess subscriber = subscribed(link, "--url", link.url(broker, path), "web/page");
        // when
        clients.node("publish.mjs", link, broker, "--url", link.url(broker, path), "web/page", "opened")
                .awaitSuccess();
        // then
        subscriber.awaitLine("received web/page qos=0 retain=0 opened");
    }

    @ParameterizedTest
    @EnumSource
    void a_late_subscriber_sees_the_retained_message(MqttJsLink link) {
        // given
        clients.node("publish.mjs", link, broker, "--qos", "1", "--retain", "shop/" + link, "open")
                .awaitSuccess();
        // when
        ClientProcess late = clients.node("subscribe.mjs", link, broker, "--qos", "1", "shop/" + link);
        // then
        late.awaitLine("received shop/" + link + " qos=1 retain=1 open");
    }

    @ParameterizedTest
    @EnumSource
    void the_will_of_a_device_that_dies_is_published_and_retained(MqttJsLink link) {
        // given
        String id = "js-" + link;
        String status = "devices/" + id + "/status";
        ClientProcess watcher = subscribed(link, "--qos", "1", status);
        ClientProcess device = clients.node("device.mjs", link, broker, "--id", id);
        device.awaitLine("online");
        // when
        device.kill();
        // then
        watcher.awaitLine("received " + status + " qos=1 retain=0 dead");
        watcher.terminate();
        awaitStored();
        broker.interlude();
        ClientProcess late = clients.node("subscribe.mjs", link, broker, "--qos", "1", status);
        late.awaitLine("received " + status + " qos=1 retain=1 dead");
    }

    @ParameterizedTest
    @EnumSource
    void messages_for_an_offline_client_wait_in_order_and_come_once(MqttJsLink link) {
        // given
        String[] reader = {"--qos", "2", "--id", "offline-" + link, "--persistent", "mail/" + link};
        subscribed(link, reader).kill();
        // when
        clients.python(PahoPython.PAHO_2, "publish_numbers.py", broker, "--qos", "2", "--last", "50", "mail/" + link)
                .awaitSuccess();
        broker.interlude();
        ClientProcess back = clients.node("subscribe.mjs", link, broker, reader);
        // then
        back.awaitLine("session present");
        back.awaitLine("received mail/" + link + " qos=2 retain=0 50");
        List<String> expected = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> "received mail/" + link + " qos=2 retain=0 " + number)
                .toList();
        assertThat(back.output())
                .filteredOn(line -> line.startsWith("received"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"TCP_V4, 0", "TCP_V5, 1", "WEBSOCKET_V4, 1", "WEBSOCKET_V5, 2", "WEBSOCKET_V5, 0"})
    void a_picture_of_5_mb_arrives_byte_by_byte(MqttJsLink link, String qos) {
        // given
        Path sent = Picture.writeTo(directory);
        Path received = directory.resolve("received.png");
        ClientProcess receiver = clients.node("receive_picture.mjs", link, broker, "--qos", qos, received.toString());
        receiver.awaitLine("subscribed");
        // when
        clients.node("send_picture.mjs", link, broker, "--qos", qos, sent.toString())
                .awaitSuccess();
        // then
        receiver.awaitSuccess();
        assertThat(received).hasSameBinaryContentAs(sent);
    }

    @ParameterizedTest
    @EnumSource
    void the_camera_answers_a_request_with_its_picture(MqttJsLink link) {
        // given
        Path taken = Picture.writeTo(directory);
        Path seen = directory.resolve("seen.png");
        ClientProcess camera = clients.node("camera.mjs", link, broker, "--qos", "1", taken.toString());
        camera.awaitLine("subscribed");
        // when
        ClientProcess viewer =
                clients.node("viewer.mjs", link, broker, "--qos", "1", "--id", "viewer1", seen.toString());
        // then
        List<String> printed = viewer.awaitSuccess();
        assertThat(seen).hasSameBinaryContentAs(taken);
        if (link.mqttVersion().equals("5")) {
            assertThat(printed).contains("answer matches image/png");
        }
    }

    /** A will is acknowledged to nobody, but the store takes things in order. */
    private void awaitStored() {
        clients.mosquitto("mosquitto_pub", broker, "-q", "1", "-r", "-t", "stored", "-m", "later")
                .awaitSuccess();
    }

    private ClientProcess subscribed(MqttJsLink link, String... arguments) {
        ClientProcess subscriber = clients.node("subscribe.mjs", link, broker, arguments);
        subscriber.awaitLine("subscribed");
        return subscriber;
    }
}
