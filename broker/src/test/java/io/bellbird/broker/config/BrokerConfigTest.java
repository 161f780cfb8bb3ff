package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.store.Durability;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Qos;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
    private static final TlsConfig TLS = new TlsConfig(
            Path.of("cert"),
            Path.of("key"),
            Optional.of(Path.of("ca")),
            Optional.of(Path.of("cas")),
            Optional.of(Path.of("crl")),
            TlsConfig.ClientCertificate.IDENTITY,
            TlsVersion.V1_3,
            List.of("one"),
            List.of("two"));

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
        assertThat(config.maxSubscriptionBytes()).isEqualTo(64L << 20);
        assertThat(config.maxKeepaliveSeconds()).isZero();
        assertThat(config.autoIdPrefix()).isEqualTo("auto-");
        assertThat(config.durability()).isEqualTo(Durability.PROCESS);
        assertThat(config.queueFullPolicy()).isEqualTo(QueueFullPolicy.DROP_NEWEST);
        assertThat(config.sysIntervalSeconds()).isEqualTo(10);
        assertThat(config.globalMaxClients()).isEqualTo(-1);
        assertThat(config.globalMaxConnections()).isEqualTo(-1);
        assertThat(config.retainedPersistence()).isTrue();
        assertThat(config.storeFreeBytesMin()).isEqualTo(64L << 20);
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
                .passwordFile(Path.of("users"))
                .aclFile(Path.of("rights"))
                .loginLimits(new LoginLimits(19, 20))
                .checkRetainSource(false)
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
                .maxSubscriptionBytes(18)
                .durability(Durability.DISK)
                .queueFullPolicy(QueueFullPolicy.REJECT)
                .memoryLimitBytes(10)
                .maxInflightBytes(11)
                .persistentClientExpirationSeconds(12)
                .retainExpiryIntervalSeconds(13)
                .upgradeOutgoingQos(true)
                .sysIntervalSeconds(14)
                .globalMaxClients(15)
                .globalMaxConnections(16)
                .retainedPersistence(false)
                .storeFreeBytesMin(17)
                .adminListener(new AdminListener("127.0.0.1", 19, true))
                .adminUsers(Set.of("ann"))
                .build();

        assertThat(config.toBuilder().build()).isEqualTo(config);
        assertThat(config)
                .isEqualTo(new BrokerConfig(
                        List.of(ListenerConfig.local(1)),
                        2,
                        false,
                        Optional.of(Path.of("users")),
                        Optional.of(Path.of("rights")),
                        new LoginLimits(19, 20),
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
                        9,
                        18,
                        Durability.DISK,
                        QueueFullPolicy.REJECT,
                        10,
                        11,
                        12,
                        13,
                        true,
                        14,
                        15,
                        16,
                        false,
                        17,
                        Optional.of(new AdminListener("127.0.0.1", 19, true)),
                        Set.of("ann")));
    }

    @Test
    void with_a_password_file_anonymous_clients_are_allowed_only_when_it_is_said() {
        BrokerConfig.Builder builder = BrokerConfig.builder();
        assertThat(builder.build().allowAnonymous()).isTrue();
        assertThat(builder.passwordFile(Path.of("users")).build().allowAnonymous())
                .isFalse();
        assertThat(builder.allowAnonymous(true).build().allowAnonymous()).isTrue();
    }

    @Test
    void what_a_listener_does_not_say_is_as_the_broker_says() {
        ListenerConfig silent = ListenerConfig.local(1);
        ListenerConfig other = ListenerConfig.builder("127.0.0.1", 1)
                .allowAnonymous(true)
                .allowZeroLengthClientId(true)
                .autoIdPrefix("x")
                .durability(Durability.DISK)
                .build();
        BrokerConfig config = BrokerConfig.builder()
                .allowAnonymous(false)
                .allowZeroLengthClientId(false)
                .autoIdPrefix("y")
                .durability(Durability.MEMORY)
                .build();

        assertThat(config.allowAnonymous(silent)).isFalse();
        assertThat(config.allowZeroLengthClientId(silent)).isFalse();
        assertThat(config.autoIdPrefix(silent)).isEqualTo("y");
        assertThat(config.durability(silent)).isEqualTo(Durability.MEMORY);
        assertThat(config.allowAnonymous(other)).isTrue();
        assertThat(config.allowZeroLengthClientId(other)).isTrue();
        assertThat(config.autoIdPrefix(other)).isEqualTo("x");
        assertThat(config.durability(other)).isEqualTo(Durability.DISK);
    }

    @Test
    void a_builder_of_a_listener_builds_an_equal_one() {
        ListenerConfig listener = ListenerConfig.builder("192.0.2.1", 1)
                .bindInterface("eth0")
                .socketDomain(SocketDomain.IPV4)
                .protocol(Protocol.WEBSOCKETS)
                .webSocket(new WebSocketConfig(Optional.of(Path.of("www")), List.of("https://example.com"), 600))
                .acceptProtocolVersions(Set.of(MqttVersion.V5))
                .maxConnections(2)
                .maxQos(Qos.AT_LEAST_ONCE)
                .maxTopicAlias(3)
                .maxTopicAliasBroker(4)
                .mountPoint("room/")
                .tls(TLS)
                .proxyProtocol(ProxyProtocol.V2_TLS)
                .useUsernameAsClientId(true)
                .passwordFile(Path.of("users"))
                .aclFile(Path.of("rights"))
                .allowAnonymous(false)
                .allowZeroLengthClientId(false)
                .autoIdPrefix("x")
                .durability(Durability.DISK)
                .required(false)
                .build();

        assertThat(listener.toBuilder().build()).isEqualTo(listener);
        assertThat(listener)
                .isEqualTo(new ListenerConfig(
                        "192.0.2.1",
                        1,
                        "eth0",
                        SocketDomain.IPV4,
                        Protocol.WEBSOCKETS,
                        new WebSocketConfig(Optional.of(Path.of("www")), List.of("https://example.com"), 600),
                        Set.of(MqttVersion.V5),
                        2,
                        Qos.AT_LEAST_ONCE,
                        3,
                        4,
                        "room/",
                        Optional.of(TLS),
                        ProxyProtocol.V2_TLS,
                        true,
                        Optional.of(Path.of("users")),
                        Optional.of(Path.of("rights")),
                        Optional.of(false),
                        Optional.of(false),
                        Optional.of("x"),
                        Optional.of(Durability.DISK),
                        false));
    }

    @Test
    void a_value_out_of_its_range_is_named() {
        assertThatThrownBy(() -> BrokerConfig.builder().shards(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shards 0 is not in 1..64");
        assertThatThrownBy(() -> BrokerConfig.builder().listeners(List.of()).build())
                .hasMessage("a broker needs at least one listener");
        assertThatThrownBy(() -> ListenerConfig.local(65_536)).hasMessage("port 65536 is not in 0..65535");
        assertThatThrownBy(() -> ListenerConfig.unix(Path.of("/" + "x".repeat(107))))
                .hasMessage("bytes of the path of a socket 108 is not in 1..107");
        assertThatThrownBy(() -> ListenerConfig.at("/run/mqtt.sock", 1883)).hasMessage("port 1883 is not in 0..0");
    }
}
