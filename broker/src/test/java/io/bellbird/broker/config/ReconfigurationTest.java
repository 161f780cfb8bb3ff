package io.bellbird.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.store.Durability;
import io.bellbird.codec.Qos;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a configuration holds without a restart. */
class ReconfigurationTest {
    private static BrokerConfig config(ListenerConfig... listeners) {
        return BrokerConfig.builder().listeners(List.of(listeners)).shards(3).build();
    }

    @Test
    void what_does_not_need_a_restart_holds() {
        BrokerConfig wanted = config(ListenerConfig.at("", 1)).toBuilder()
                .maxQueuedMessages(7)
                .passwordFile(Path.of("users"))
                .build();

        assertThat(Reconfiguration.inForce(config(ListenerConfig.at("", 1)), wanted))
                .isEqualTo(wanted);
    }

    @Test
    void shards_and_whether_retained_messages_are_stored_stay() {
        BrokerConfig running = config(ListenerConfig.at("", 1));
        BrokerConfig wanted =
                running.toBuilder().shards(5).retainedPersistence(false).build();

        assertThat(Reconfiguration.inForce(running, wanted)).isEqualTo(running);
    }

    @Test
    void a_listener_takes_over_all_but_what_it_speaks() {
        ListenerConfig running = ListenerConfig.at("", 1);
        ListenerConfig wanted = running.toBuilder()
                .protocol(Protocol.WEBSOCKETS)
                .webSocket(new WebSocketConfig(Optional.of(Path.of("www")), List.of(), 8192))
                .mountPoint("m/")
                .proxyProtocol(ProxyProtocol.V2)
                .maxQos(Qos.AT_MOST_ONCE)
                .maxConnections(5)
                .aclFile(Path.of("rights"))
                .build();

        ListenerConfig now = Reconfiguration.inForce(config(running), config(wanted))
                .listeners()
                .get(0);

        assertThat(now)
                .isEqualTo(wanted.toBuilder()
                        .protocol(Protocol.MQTT)
                        .webSocket(running.webSocket())
                        .mountPoint("")
                        .proxyProtocol(ProxyProtocol.NONE)
                        .build());
    }

    @Test
    void new_certificates_count_but_not_whether_there_is_tls_at_all() {
        ListenerConfig plain = ListenerConfig.at("", 1);
        ListenerConfig old = plain.toBuilder().tls(tls("old.pem")).build();
        ListenerConfig renewed = plain.toBuilder().tls(tls("new.pem")).build();

        assertThat(changed(old, renewed)).isEqualTo(renewed);
        assertThat(changed(old, plain)).isEqualTo(old);
        assertThat(changed(plain, renewed)).isEqualTo(plain);
    }

    private static ListenerConfig changed(ListenerConfig running, ListenerConfig wanted) {
        return Reconfiguration.inForce(config(running), config(wanted))
                .listeners()
                .get(0);
    }

    private static TlsConfig tls(String certificate) {
        return new TlsConfig(
                Path.of(certificate),
                Path.of("key.pem"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TlsConfig.ClientCertificate.NONE,
                TlsSettings.TLS_VERSION.byDefault(),
                List.of(),
                List.of());
    }

    @Test
    void listeners_keep_their_places_and_new_ones_are_not_there() {
        ListenerConfig one = ListenerConfig.at("", 1);
        ListenerConfig two = ListenerConfig.at("", 2);
        ListenerConfig changed = two.withMaxQos(Qos.AT_MOST_ONCE);

        assertThat(Reconfiguration.inForce(config(one, two), config(ListenerConfig.at("", 3), changed, one))
                        .listeners())
                .containsExactly(one, changed);
    }

    @Test
    void two_listeners_of_the_same_address_are_two() {
        ListenerConfig first = ListenerConfig.at("", 0).withMaxConnections(1);
        ListenerConfig second = ListenerConfig.at("", 0).withMaxConnections(2);

        assertThat(Reconfiguration.inForce(config(first, first), config(first, second))
                        .listeners())
                .containsExactly(first, second);
    }

    @Test
    void a_listener_that_is_gone_stays_as_closed_as_it_was() {
        ListenerConfig gone = ListenerConfig.at("", 1);
        BrokerConfig running = config(gone).toBuilder()
                .allowAnonymous(false)
                .passwordFile(Path.of("users"))
                .aclFile(Path.of("rights"))
                .durability(Durability.DISK)
                .build();
        BrokerConfig wanted =
                config(ListenerConfig.local(2)).toBuilder().allowAnonymous(true).build();

        BrokerConfig now = Reconfiguration.inForce(running, wanted);
        ListenerConfig left = now.listeners().get(0);

        assertThat(now.allowAnonymous(left)).isFalse();
        assertThat(now.passwordFile(left)).contains(Path.of("users"));
        assertThat(now.aclFile(left)).contains(Path.of("rights"));
        assertThat(now.durability(left)).isEqualTo(Durability.DISK);
    }
}
