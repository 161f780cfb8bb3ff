package io.bellbird.e2e;

import static io.bellbird.e2e.Talker.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go on by themselves when the broker stops, or crashes, and comes back. */
final class BrokerComesBackTest {
    private static final int LINES = 10;

    @RegisterExtension
    final Clients clients = new Clients();

    private BrokerProcess broker;
    private Map<String, Talker> talkers = Map.of();

    @BeforeEach
    void startBroker() {
        broker = BrokerProcess.start(1);
    }

    @AfterEach
    void closeAll() {
        talkers.values().forEach(Talker::close);
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"PAHO_1, false", "PAHO_1, true", "PAHO_2, false", "PAHO_2, true"})
    void a_publisher_of_timestamps_goes_on_and_so_does_its_subscriber(PahoPython paho, boolean crash) {
        // given
        ClientProcess subscriber = clients.python(paho, "subscribe.py", broker, "clock/now");
        subscriber.awaitLine("subscribed");
        ClientProcess publisher = clients.python(paho, "publish_timestamps.py", broker, "--interval", "0.2");
        publisher.awaitLine("connected");
        subscriber.awaitLine("received clock/now");
        // when
        end(crash);
        publisher.awaitLine("disconnected");
        subscriber.awaitLine("disconnected");
        broker.restart();
        // then
        publisher.awaitLine("connected");
        subscriber.awaitLine("subscribed");
        subscriber.awaitLine("received clock/now");
    }

    @ParameterizedTest
    @EnumSource
    void a_page_with_mqttjs_goes_on(MqttJsLink link) {
        // given
        ClientProcess subscriber = clients.node("subscribe.mjs", link, broker, "test/topic");
        subscriber.awaitLine("subscribed");
        clients.node("publish_hello.mjs", link, broker, "--milliseconds", "200");
        subscriber.awaitLine("received test/topic");
        // when
        end(link == MqttJsLink.WEBSOCKET_V5);
        subscriber.awaitLine("disconnected");
        broker.restart();
        // then
        subscriber.awaitLine("subscribed");
        subscriber.awaitLine("received test/topic");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_is_said_while_the_broker_is_away_is_heard_by_everybody_once_and_in_order(int qos) throws MqttException {
        // given
        talkers = talkers(qos);
        talkers.values().forEach(Talker::start);
        // when
        broker.kill();
        talkers.values().forEach(Talker::awaitDisconnected);
        talkers.forEach((name, talker) -> lines(name).forEach(talker::say));
        broker.restart();
        // then: whoever comes back late hears what the others said before
        for (Talker listener : talkers.values()) {
            List<String> heard = Stream.generate(listener::hear)
                    .limit((long) talkers.size() * LINES)
                    .toList();
            for (String name : talkers.keySet()) {
                assertThat(heard)
                        .as("what %s heard", listener)
                        .filteredOn(line -> line.startsWith(name + ":"))
                        .isEqualTo(lines(name));
            }
        }
    }

    private Map<String, Talker> talkers(int qos) throws MqttException {
        return Map.of(
                "Paho 1", pythonTalker(PahoPython.PAHO_1, "3.1.1", qos),
                "Paho 2", pythonTalker(PahoPython.PAHO_2, "5", qos),
                "MQTT.js", nodeTalker(MqttJsLink.TCP_V4, qos),
                "MQTT.js 5", nodeTalker(MqttJsLink.WEBSOCKET_V5, qos),
                "Paho for Java", new PahoJavaTalker(broker, qos),
                "HiveMQ", new HiveMqTalker(HiveMqLink.TCP_V3, broker, qos),
                "HiveMQ 5", new HiveMqTalker(HiveMqLink.WEBSOCKET_V5, broker, qos));
    }

    private Talker pythonTalker(PahoPython paho, String mqtt, int qos) {
        return new ScriptTalker(clients.python(
                paho,
                "talker.py",
                broker,
                "--mqtt",
                mqtt,
                "--qos",
                "" + qos,
                "--persistent",
                "--id",
                paho.name(),
                TOPIC));
    }

    private Talker nodeTalker(MqttJsLink link, int qos) {
        return new ScriptTalker(clients.node(
                "talker.mjs", link, broker, "--qos", "" + qos, "--persistent", "--id", link.name(), TOPIC));
    }

    private static List<String> lines(String name) {
        return IntStream.rangeClosed(1, LINES)
                .mapToObj(number -> name + ": " + number)
                .toList();
    }

    private void end(boolean crash) {
        if (crash) {
            broker.kill();
        } else {
            broker.stop();
        }
    }
}
