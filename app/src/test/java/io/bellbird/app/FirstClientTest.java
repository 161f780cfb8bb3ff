package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.Configuration;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FirstClientTest {
    @Test
    void the_first_client_gets_its_own_message() throws Exception {
        try (Broker broker =
                Broker.start(Configuration.defaults(OptionalInt.of(0)).broker())) {
            InetSocketAddress address = broker.addresses().get(0);
            assertThatCode(() -> FirstClient.serve(address)).doesNotThrowAnyException();
        }
    }
}
