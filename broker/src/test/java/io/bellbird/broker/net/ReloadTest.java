package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.Reloadable;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ConfigurationException;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.ReasonCode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another configuration for a broker that runs: what it means at the sockets. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ReloadTest {
    private static final int ASSIGNED_CLIENT_ID = 0x12;
    private static final int TOPIC_ALIAS_MAXIMUM = 0x22;

    private static String connect(String clientId) {
        return "10 (<MQTT> 05 02 003C () <" + clientId + ">)";
    }

    private static RawClient client(Broker broker, String clientId) {
        return RawClient.to(broker, 5).connect(connect(clientId));
    }

    private static void change(Broker broker, UnaryOperator<BrokerConfig.Builder> changes)
            throws ConfigurationException {
        broker.reload(changes.apply(broker.config().toBuilder()).build());
    }

    private static void changeListener(Broker broker, UnaryOperator<ListenerConfig.Builder> changes)
            throws ConfigurationException {
        change(broker, settings -> settings.listeners(List.of(Brokers.listener(changes))));
    }

    private static void assertServed(RawClient client) {
        client.send("C0 00").expect("D0 00");
    }

    // For new connections

    @Test
    void max_packet_size_counts_for_new_connections() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            RawClient before = client(broker, "before");

            change(broker, settings -> settings.maxPacketSize(30));

            String large = "30 (<t> () " + "58".repeat(40) + ")";
            RawClient after = client(broker, "after");
            after.send(large).expectDisconnect(0x95);
            assertServed(before.send(large));
            before.close();
        }
    }

    @Test
    void max_topic_alias_counts_for_new_connections() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            RawClient before = client(broker, "before");

            changeListener(broker, listener -> listener.maxTopicAlias(0));

            String aliased = "30 (<t> (23 0001) 58)";
            RawClient after = client(broker, "after");
            assertThat(after.connack().has(TOPIC_ALIAS_MAXIMUM)).isFalse();
            after.send(aliased).expectDisconnect(0x94);
            assertServed(before.send(aliased));
            before.close();
        }
    }

    @Test
    void max_topic_alias_broker_counts_for_new_connections() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            changeListener(broker, listener -> listener.maxTopicAliasBroker(0));

            RawClient after = RawClient.to(broker, 5)
                    .connect("10 (<MQTT> 05 02 003C (22 000A) <after>)")
                    .subscribe("t", 0);
            after.send("30 (<t> () 58)").expect("30 (<t> () 58)").close();
        }
    }

    @Test
    void accept_protocol_versions_counts_for_new_connections() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            RawClient before = client(broker, "before");

            changeListener(broker, listener -> listener.acceptProtocolVersions(Set.of(MqttVersion.V3_1_1)));

            RawClient.to(broker, 5).send(connect("after")).expectConnack(0x84);
            assertServed(before);
            before.close();
        }
    }

    @Test
    void use_username_as_clientid_counts_for_new_connections() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            changeListener(broker, listener -> listener.useUsernameAsClientId(true));

            RawClient.to(broker, 5).send(connect("after")).expectConnack(0x87);
        }
    }

    @Test
    void client_ids_that_the_broker_gives_follow_the_configuration_for_new_connections() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            change(broker, settings -> settings.autoIdPrefix("lab-"));
            RawClient first = client(broker, "");
            assertThat(first.connack().string(ASSIGNED_CLIENT_ID)).startsWith("lab-");

            changeListener(broker, listener -> listener.autoIdPrefix("own-"));
            RawClient second = client(broker, "");
            assertThat(second.connack().string(ASSIGNED_CLIENT_ID)).startsWith("own-");

            change(broker, settings -> settings.allowZeroLengthClientId(false));
            RawClient.to(broker, 5).send(connect("")).expectConnack(0x85);
            first.close();
            second.close();
        }
    }

    @Test
    void listener_allow_anonymous_counts_at_once() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            RawClient before = client(broker, "before");

            changeListener(broker, listener -> listener.allowAnonymous(false));

            RawClient.to(broker, 5).send(connect("after")).expectConnack(0x87);
            before.expectDisconnect(0x87);
        }
    }

    @Test
    void numbers_of_connections_count_for_new_ones() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            RawClient before = client(broker, "before");

            changeListener(broker, listener -> listener.maxConnections(1));
            RawClient.to(broker, 5).expectClosed();
            change(broker, settings -> settings.listeners(List.of(ListenerConfig.local(0)))
                    .globalMaxConnections(1));
            RawClient.to(broker, 5).expectClosed();
            change(broker, settings -> settings.globalMaxConnections(2));
            client(broker, "after").close();

            assertServed(before);
            before.close();
        }
    }

    // What needs a restart

    @Test
    void listeners_stay_where_they_are_until_a_restart() throws Exception {
        try (Broker broker = Brokers.with(ListenerConfig.local(0))) {
            int port = broker.port();

            change(broker, settings -> settings.listeners(List.of(ListenerConfig.at("127.0.0.2", 1)))
                    .shards(7)
                    .allowAnonymous(false));

            assertThat(broker.port()).isEqualTo(port);
            assertThat(broker.config().shards()).isEqualTo(2);
            client(broker, "after").close();
        }
    }

    // All or nothing

    /** Two users: each configuration allows one of them, by a prefix that stands in it. */
    private static final class PrefixUsers implements Authenticator, Reloadable {
        private volatile String wanted = "";
        private volatile @Nullable String broken;
        private final AtomicInteger prepared = new AtomicInteger();

        @Override
        public Runnable prepare(BrokerConfig config) throws ConfigurationException {
            prepared.incrementAndGet();
            if (broken != null) {
                throw new ConfigurationException(List.of(broken, "and more"));
            }
            return () -> wanted = config.autoIdPrefix();
        }

        @Override
        public void authenticate(Credentials credentials, Reply answer) {
            answer.accept(credentials.clientId().startsWith(wanted) ? ReasonCode.SUCCESS : ReasonCode.NOT_AUTHORIZED);
        }

        @Override
        public boolean mayStay(io.bellbird.broker.security.Client client) {
            return client.clientId().startsWith(wanted);
        }
    }

    @Test
    void clients_that_may_not_stay_are_told_when_all_of_it_holds() throws Exception {
        PrefixUsers users = new PrefixUsers();
        try (Broker broker = Broker.builder(Brokers.config(ListenerConfig.local(0)))
                .authenticator(users)
                .start()) {
            RawClient ann = client(broker, "ann");
            RawClient bob = client(broker, "bob");

            change(broker, settings -> settings.autoIdPrefix("a"));

            bob.expectDisconnect(0x87);
            RawClient.to(broker, 5).send(connect("bob")).expectConnack(0x87);
            assertServed(ann);
            ann.close();
        }
    }

    @Test
    void nothing_changes_when_one_part_cannot_follow() throws Exception {
        PrefixUsers users = new PrefixUsers();
        try (Broker broker = Broker.builder(Brokers.config(ListenerConfig.local(0)))
                .authenticator(users)
                .start()) {
            BrokerConfig before = broker.config();
            RawClient bob = client(broker, "bob");
            users.broken = "the file is gone";

            assertThatThrownBy(() -> change(
                            broker, settings -> settings.autoIdPrefix("a").maxPacketSize(30)))
                    .isInstanceOfSatisfying(ConfigurationException.class, wrong -> assertThat(wrong.errors())
                            .containsExactly("the file is gone", "and more"));

            assertThat(users.prepared).hasValue(1);
            assertThat(broker.config()).isSameAs(before);
            assertServed(bob);
            client(broker, "bob2").close();
            bob.close();
        }
    }

    @Test
    void a_broker_that_is_closed_is_left_alone() throws Exception {
        Broker broker = Brokers.with(ListenerConfig.local(0));
        broker.close();

        change(broker, settings -> settings.maxPacketSize(30));

        assertThat(broker.config().maxPacketSize()).isNotEqualTo(30);
    }
}
