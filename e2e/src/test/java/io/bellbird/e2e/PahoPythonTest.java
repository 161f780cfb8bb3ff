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

/** The scenarios of the tutorials, with both generations of Paho for Python. */
@EveryShardCount
final class PahoPythonTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    Path directory;

    private final BrokerProcess broker;

    PahoPythonTest(BrokerProcess broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @CsvSource({
        "PAHO_1, 3.1", "PAHO_1, 3.1.1", "PAHO_1, 5",
        "PAHO_2, 3.1", "PAHO_2, 3.1.1", "PAHO_2, 5"
    })
    void hello_mqtt_is_received_again_and_again(PahoPython paho, String mqtt) {
        // given
        ClientProcess subscriber = subscribed(paho, "--mqtt", mqtt, "test/topic");
        // when
        clients.python(paho, "publish_hello.py", broker, "--mqtt", mqtt, "--interval", "0.1");
        // then
        for (int messages = 0; messages < 5; messages++) {
            subscriber.awaitLine("received test/topic qos=0 retain=0 Hello, MQTT!");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_late_subscriber_sees_the_retained_state_of_the_wind_turbine(PahoPython paho) {
        // given
        ClientProcess early = subscribed(paho, "--qos", "1", "windpark/turbine/+/state");
        String state = "{\"rpm\": 14, \"watched with\": \"" + paho + "\"}";
        // when
        clients.python(paho, "wind_turbine.py", broker, state).awaitSuccess();
        // then
        early.awaitLine("received windpark/turbine/1/state qos=1 retain=0 " + state);
        early.terminate();
        broker.interlude();
        ClientProcess late = clients.python(paho, "subscribe.py", broker, "--qos", "1", "windpark/turbine/+/state");
        late.awaitLine("received windpark/turbine/1/state qos=1 retain=1 " + state);
    }

    @ParameterizedTest
    @EnumSource
    void the_bell_rings_once_for_each_press_of_the_button(PahoPython paho) {
        // given
        ClientProcess bell = clients.python(paho, "bell.py", broker);
        bell.awaitLine("subscribed");
        ClientProcess button = clients.python(paho, "button.py", broker);
        // when
        for (String visitor : List.of("milk", "post", "friend")) {
            button.type(visitor);
            // then
            assertThat(bell.awaitLine("ring")).isEqualTo("ring " + visitor);
        }
    }

    @ParameterizedTest
    @CsvSource({"PAHO_1, 3.1.1", "PAHO_1, 5", "PAHO_2, 3.1.1", "PAHO_2, 5"})
    void the_will_of_a_device_that_dies_is_published_and_retained(PahoPython paho, String mqtt) {
        // given
        String status = "devices/" + paho.name() + mqtt + "/status";
        ClientProcess watcher = subscribed(paho, "--qos", "1", status);
        ClientProcess device = clients.python(paho, "device.py", broker, "--mqtt", mqtt, "--id", paho.name() + mqtt);
        device.awaitLine("online");
        watcher.awaitLine("received " + status + " qos=1 retain=0 online");
        // when
        device.kill();
        // then
        watcher.awaitLine("received " + status + " qos=1 retain=0 dead");
        ClientProcess late = clients.python(paho, "subscribe.py", broker, "--qos", "1", status);
        late.awaitLine("received " + status + " qos=1 retain=1 dead");
    }

    @ParameterizedTest
    @CsvSource({
        "PAHO_1, 3.1.1, 1", "PAHO_1, 3.1.1, 2", "PAHO_1, 5, 1", "PAHO_1, 5, 2",
        "PAHO_2, 3.1.1, 1", "PAHO_2, 3.1.1, 2", "PAHO_2, 5, 1", "PAHO_2, 5, 2"
    })
    void messages_for_an_offline_client_wait_in_order_and_come_once(PahoPython paho, String mqtt, String qos) {
        // given
        String id = "offline-" + paho.name() + mqtt + qos;
        subscribed(paho, "--mqtt", mqtt, "--qos", qos, "--id", id, "--persistent", "mail/" + id)
                .terminate();
        // when
        publishNumbers(paho, mqtt, qos, "mail/" + id, 1, 100);
        broker.interlude();
        ClientProcess back =
                clients.python(paho, "resume.py", broker, "--mqtt", mqtt, "--qos", qos, "--id", id, "--last", "100");
        // then
        List<String> expected = IntStream.rangeClosed(1, 100)
                .mapToObj(number -> "received mail/" + id + " qos=" + qos + " " + number)
                .toList();
        assertThat(back.awaitSuccess())
                .contains("session present")
                .filteredOn(line -> line.startsWith("received"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void a_topic_with_a_leading_slash_is_an_ordinary_topic(PahoPython paho) {
        // given
        ClientProcess sensors = subscribed(paho, "/home/sensors/#");
        ClientProcess everything = subscribed(paho, "#");
        ClientProcess slashSys = subscribed(paho, "/$SYS");
        // when
        publishNumbers(paho, "3.1.1", "0", "/home/sensors/kitchen/temperature", 21, 21);
        publishNumbers(paho, "3.1.1", "0", "/$SYS", 42, 42);
        // then
        sensors.awaitLine("received /home/sensors/kitchen/temperature qos=0 retain=0 21");
        slashSys.awaitLine("received /$SYS qos=0 retain=0 42");
        everything.awaitLine("received /home/sensors/kitchen/temperature qos=0 retain=0 21");
        everything.awaitLine("received /$SYS qos=0 retain=0 42");
    }

    @ParameterizedTest
    @CsvSource({
        "PAHO_1, 3.1.1, 0", "PAHO_1, 3.1.1, 1", "PAHO_1, 5, 2",
        "PAHO_2, 3.1.1, 2", "PAHO_2, 5, 0", "PAHO_2, 5, 1"
    })
    void a_picture_of_5_mb_arrives_byte_by_byte(PahoPython paho, String mqtt, String qos) {
        // given
        Path sent = Picture.writeTo(directory);
        Path received = directory.resolve("received.png");
        ClientProcess receiver =
                clients.python(paho, "receive_picture.py", broker, "--mqtt", mqtt, "--qos", qos, received.toString());
        receiver.awaitLine("subscribed");
        // when
        clients.python(paho, "send_picture.py", broker, "--mqtt", mqtt, "--qos", qos, sent.toString())
                .awaitSuccess();
        // then
        receiver.awaitSuccess();
        assertThat(received).hasSameBinaryContentAs(sent);
    }

    @ParameterizedTest
    @CsvSource({"PAHO_1, 3.1.1", "PAHO_1, 5", "PAHO_2, 3.1.1", "PAHO_2, 5"})
    void the_camera_answers_a_request_with_its_picture(PahoPython paho, String mqtt) {
        // given
        Path taken = Picture.writeTo(directory);
        Path seen = directory.resolve("seen.png");
        ClientProcess camera =
                clients.python(paho, "camera.py", broker, "--mqtt", mqtt, "--qos", "1", taken.toString());
        camera.awaitLine("subscribed");
        // when
        ClientProcess viewer = clients.python(
                paho, "viewer.py", broker, "--mqtt", mqtt, "--qos", "1", "--id", "viewer1", seen.toString());
        // then
        List<String> printed = viewer.awaitSuccess();
        assertThat(seen).hasSameBinaryContentAs(taken);
        if (mqtt.equals("5")) {
            assertThat(printed).contains("answer matches image/png");
        }
    }

    private ClientProcess subscribed(PahoPython paho, String... arguments) {
        ClientProcess subscriber = clients.python(paho, "subscribe.py", broker, arguments);
        subscriber.awaitLine("subscribed");
        return subscriber;
    }

    private void publishNumbers(PahoPython paho, String mqtt, String qos, String topic, int first, int last) {
        clients.python(
                        paho,
                        "publish_numbers.py",
                        broker,
                        "--mqtt",
                        mqtt,
                        "--qos",
                        qos,
                        "--first",
                        Integer.toString(first),
                        "--last",
                        Integer.toString(last),
                        topic)
                .awaitSuccess();
    }
}
