package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    @Test
    void the_defaults_serve_this_machine() {
        BrokerConfig config = BrokerConfig.defaults();

        assertThat(config.listeners()).containsExactly(ListenerConfig.local(1883), ListenerConfig.at("::1", 1883));
        assertThat(config.allowAnonymous()).isTrue();
        assertThat(config.shards()).isBetween(1, 16);
        assertThat(config.maxInflightMessages()).isEqualTo(500);
        assertThat(config.maxQueuedMessages()).isZero();
        assertThat(config.maxQueuedBytes()).isEqualTo(256L << 20);
        assertThat(config.maxPacketSize()).isEqualTo(16 << 20);
        assertThat(config.outboxBytesMax()).isEqualTo(16L << 20);
        assertThat(config.maxKeepaliveSeconds()).isZero();
        assertThat(config.autoIdPrefix()).isEqualTo("auto-");
    }

    @Test
    void an_ephemeral_broker_has_one_listener_on_a_free_port() {
        assertThat(BrokerConfig.ephemeral().listeners()).containsExactly(ListenerConfig.local(0));
        assertThat(BrokerConfig.ephemeral().allowAnonymous()).isTrue();
    }

    @Test
    void a_builder_of_a_configuration_builds_an_equal_one() {
        BrokerConfig config = BrokerConfig.builder()
                .listeners(List.of(ListenerConfig.local(1)))
                .shards(2)
                .allowAnonymous(false)
                .allowZeroLengthClientId(false)
                .autoIdPrefix("x")
                .maxInflightMessages(3)
                .maxQueuedMessages(4)
                .maxQueuedBytes(5)
                .queueQos0Messages(true)
                .maxPacketSize(60)
                .messageSizeLimit(7)
                .maxKeepaliveSeconds(8)
                .retainAvailable(false)
                .tcpNoDelay(false)
                .connectionMessages(false)
                .outboxBytesMax(9)
                .build();

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(config)
                .isEqualTo(new BrokerConfig(
                        List.of(ListenerConfig.local(1)),
                        2,
                        false,
                        false,
                        "x",
                        3,
                        4,
                        5,
                        true,
                        60,
                        7,
                        8,
                        false,
                        false,
                        false,
                        9));
    }

    @Test
    void a_value_out_of_its_range_is_named() {
        assertThatThrownBy(() -> BrokerConfig.builder().shards(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shards 0 is not in 1..64");
        assertThatThrownBy(() -> BrokerConfig.builder().listeners(List.of()).build())
                .hasMessage("a broker needs at least one listener");
        assertThatThrownBy(() -> ListenerConfig.local(65_536)).hasMessage("port 65536 is not in 0..65535");
    }
}
