package io.bellbird.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.client.BlockingMqttClient;
import io.bellbird.client.ClientOptions;
import io.bellbird.client.Message;
import io.bellbird.client.MqttClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BellbirdExtension.class)
@Timeout(60)
class BellbirdExtensionTest {
    private int portBefore;

    @BeforeEach
    void remember(Broker broker) {
        portBefore = broker.port();
    }

    @Test
    void a_test_gets_a_broker_and_clients_that_are_connected_to_it(
            Broker broker, MqttClient listener, BlockingMqttClient ringer) throws Exception {
        CompletableFuture<Message> rung = new CompletableFuture<>();
        listener.subscribe("bell", rung::complete).get(10, TimeUnit.SECONDS);

        ringer.publish("bell", "ding");

        assertThat(rung.get(10, TimeUnit.SECONDS).text()).isEqualTo("ding");
        assertThat(listener.clientId()).isNotEqualTo(ringer.async().clientId());
        assertThat(broker.port()).isEqualTo(portBefore);
    }

    @Test
    void a_test_can_say_more_of_its_client(ClientOptions.Builder options) throws Exception {
        try (MqttClient client = options.clientId("bell-7").build()) {
            assertThat(client.connect().get(10, TimeUnit.SECONDS).clientId()).isEqualTo("bell-7");
        }
    }
}
