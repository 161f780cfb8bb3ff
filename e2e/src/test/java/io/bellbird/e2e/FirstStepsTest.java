package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first page of every tutorial: a broker without a configuration file, one subscriber, one publisher. */
final class FirstStepsTest {
    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void a_broker_without_a_file_serves_the_first_message() {
        try (BrokerProcess broker = BrokerProcess.startWithoutFile()) {
            // given
            ClientProcess sub = clients.mosquitto("mosquitto_sub", broker, "-d", "-t", "test/topic", "-C", "1");
            sub.awaitLine("Subscribed (mid: 1)");
            // when
            clients.mosquitto("mosquitto_pub", broker, "-t", "test/topic", "-m", "Hello, MQTT!")
                    .awaitSuccess();
            // then
            assertThat(sub.awaitSuccess()).contains("Hello, MQTT!");
        }
    }
}
