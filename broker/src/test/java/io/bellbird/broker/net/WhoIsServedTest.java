package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.conformance.RawClient;
import io.bellbird.broker.conformance.WirePacket;
import io.bellbird.codec.MqttVersion;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Versions, client ids and numbers of clients that a listener serves. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class WhoIsServedTest {
    private static final String CONNECT_3_1 = "10 (<MQIsdp> 03 02 003C <c>)";
    private static final String CONNECT_3_1_1 = "10 (<MQTT> 04 02 003C <c>)";
    private static final String CONNECT_5 = "10 (<MQTT> 05 02 003C () <c>)";
    private static final int ASSIGNED_CLIENT_ID = 0x12;

    @Test
    void a_version_that_is_not_accepted_is_refused_in_its_own_form() throws Exception {
        try (Broker broker = Brokers.with(listener -> listener.acceptProtocolVersions(Set.of(MqttVersion.V3_1_1)))) {
            RawClient.to(broker, 3).send(CONNECT_3_1).expect("20 02 00 01").expectClosed();
            RawClient.to(broker, 5).send(CONNECT_5).expectConnack(0x84);
            RawClient.to(broker, 4).connect(CONNECT_3_1_1).close();
        }
        try (Broker broker = Brokers.with(listener -> listener.acceptProtocolVersions(Set.of(MqttVersion.V5)))) {
            RawClient.to(broker, 4).send(CONNECT_3_1_1).expect("20 02 00 01").expectClosed();
            RawClient.to(broker, 5).connect(CONNECT_5).close();
        }
    }

    @Test
    void a_version_is_refused_before_anything_else_is_looked_at() throws Exception {
        BrokerConfig closed = Brokers.config(
                        Brokers.listener(listener -> listener.acceptProtocolVersions(Set.of(MqttVersion.V3_1_1))
                                .useUsernameAsClientId(true)))
                .toBuilder()
                .allowAnonymous(false)
                .build();
        try (Broker broker = Broker.start(closed)) {
            RawClient.to(broker, 5).send(CONNECT_5).expectConnack(0x84);
        }
    }

    @Test
    void the_user_name_takes_the_place_of_the_client_id() throws Exception {
        try (Broker broker = Brokers.with(listener -> listener.useUsernameAsClientId(true))) {
            RawClient first = RawClient.to(broker, 5).connect("10 (<MQTT> 05 82 003C () <one> <ann>)");
            assertThat(first.connack().has(ASSIGNED_CLIENT_ID)).isFalse();
            // the same user with another client id has the same session
            RawClient second = RawClient.to(broker, 5).connect("10 (<MQTT> 05 82 003C () <two> <ann>)");
            first.expectDisconnect(0x8E);
            // another user with the first one's client id has not
            RawClient.to(broker, 5)
                    .connect("10 (<MQTT> 05 82 003C () <one> <bob>)")
                    .close();
            second.expectNothing().close();
        }
    }

    @Test
    void the_user_name_is_assigned_to_a_client_that_brings_no_id() throws Exception {
        try (Broker broker = Brokers.with(listener -> listener.useUsernameAsClientId(true))) {
            RawClient client = RawClient.to(broker, 5).connect("10 (<MQTT> 05 82 003C () <> <ann>)");
            assertThat(client.connack().string(ASSIGNED_CLIENT_ID)).isEqualTo("ann");
            client.close();
        }
    }

    @Test
    void a_client_without_a_user_name_is_not_authorized_where_it_is_the_client_id() throws Exception {
        try (Broker broker = Brokers.with(listener -> listener.useUsernameAsClientId(true))) {
            RawClient.to(broker, 5).send(CONNECT_5).expectConnack(0x87);
            RawClient.to(broker, 5).send("10 (<MQTT> 05 82 003C () <c> <>)").expectConnack(0x87);
            RawClient.to(broker, 4).send(CONNECT_3_1_1).expect("20 02 00 05").expectClosed();
        }
    }

    @Test
    void each_listener_has_its_own_prefix_for_the_ids_that_it_gives() throws Exception {
        ListenerConfig own = Brokers.listener(listener -> listener.autoIdPrefix("lab-"));
        try (Broker broker = Brokers.with(own, ListenerConfig.local(0))) {
            assertThat(assignedId(broker, 0)).startsWith("lab-");
            assertThat(assignedId(broker, 1)).startsWith("auto-");
        }
    }

    private static String assignedId(Broker broker, int listener) {
        int port = broker.addresses().get(listener).getPort();
        try (RawClient client = RawClient.to(broker.addresses().get(0).getAddress(), port, 5)) {
            return client.connect("10 (<MQTT> 05 02 003C () <>)").connack().string(ASSIGNED_CLIENT_ID);
        }
    }

    @Test
    void each_listener_says_for_itself_whether_a_client_must_bring_an_id() throws Exception {
        ListenerConfig strict = Brokers.listener(listener -> listener.allowZeroLengthClientId(false));
        try (Broker broker = Brokers.with(strict, ListenerConfig.local(0))) {
            RawClient.to(broker, 5).send("10 (<MQTT> 05 02 003C () <>)").expectConnack(0x85);
            assertThat(assignedId(broker, 1)).startsWith("auto-");
        }
    }

    @Test
    void connections_of_all_listeners_together_have_a_limit() throws Exception {
        BrokerConfig two = Brokers.config(ListenerConfig.local(0), ListenerConfig.local(0)).toBuilder()
                .globalMaxConnections(2)
                .build();
        try (Broker broker = Broker.start(two)) {
            RawClient first = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <one>)");
            RawClient second = RawClient.to(
                            broker.addresses().get(1).getAddress(),
                            broker.addresses().get(1).getPort(),
                            5)
                    .connect("10 (<MQTT> 05 02 003C () <two>)");
            RawClient.to(broker, 5).expectClosed();
            assertThat(broker.connectionCount()).isEqualTo(2);
            second.disconnect();
            awaitConnections(broker, 1);
            RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <three>)").close();
            first.close();
        }
    }

    private static void awaitConnections(Broker broker, int count) {
        while (broker.connectionCount() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void sessions_have_a_limit_that_those_of_absent_clients_count_for() throws Exception {
        BrokerConfig two = Brokers.config(ListenerConfig.local(0)).toBuilder()
                .globalMaxClients(2)
                .build();
        try (Broker broker = Broker.start(two)) {
            RawClient stays = RawClient.to(broker, 4).connect("10 (<MQTT> 04 00 003C <stays>)");
            stays.disconnect();
            RawClient second = RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <two>)");
            // one too many, in the words of each version
            RawClient.to(broker, 5).send("10 (<MQTT> 05 02 003C () <three>)").expectConnack(0x97);
            RawClient.to(broker, 4)
                    .send("10 (<MQTT> 04 02 003C <three>)")
                    .expect("20 02 00 03")
                    .expectClosed();
            // who has a session may come back
            WirePacket connack = RawClient.to(broker, 4)
                    .connect("10 (<MQTT> 04 00 003C <stays>)")
                    .connack();
            assertThat(connack.flags()).isEqualTo(1);
            // and a session that ends makes room
            second.disconnect();
            RawClient.to(broker, 5).connect("10 (<MQTT> 05 02 003C () <three>)").close();
        }
    }
}
