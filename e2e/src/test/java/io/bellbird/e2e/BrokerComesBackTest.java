package io.bellbird.e2e;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go on by themselves when the broker stops, or crashes, and comes back. */
final class BrokerComesBackTest {
    @RegisterExtension
    final Clients clients = new Clients();

    private BrokerProcess broker;

    @BeforeEach
    void startBroker() {
        broker = BrokerProcess.start(1);
    }

    @AfterEach
    void closeBroker() {
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

    private void end(boolean crash) {
        if (crash) {
            broker.kill();
        } else {
            broker.stop();
        }
    }
}
