package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackTest {

    @Test
    void a_machine_without_ipv6_is_served_on_ipv4() {
        assertThat(Loopback.withoutIpv6(BrokerConfig.defaults()).listeners())
                .containsExactly(ListenerConfig.local(1883));
    }

    @Test
    void a_listener_that_was_asked_for_stays() {
        BrokerConfig config = BrokerConfig.builder()
                .listeners(List.of(ListenerConfig.local(1), ListenerConfig.at("::1", 2)))
                .build();

        assertThat(Loopback.withoutIpv6(config)).isEqualTo(config);
    }
}
