package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.broker.shard.TestPackets;
import io.bellbird.codec.Auth;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CONNECT and its answer, and packets that are not allowed. */
@OnOneShardAndOnFour
class ConnectTest {
    private final int shards;
    private TestBroker broker;

    ConnectTest(int shards) {
        this.shards = shards;
        this.broker = new TestBroker(shards);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static Packet refusal(ReasonCode reason) {
        return new ConnAck(false, reason, ConnAck.Properties.DEFAULTS);
    }

    private static Packet disconnect(ReasonCode reason, String text) {
        return Disconnect.because(reason, text);
    }

    @ParameterizedTest
    @EnumSource
    void a_client_of_every_version_is_accepted(MqttVersion version) {
        TestClient client = broker.connect(TestConnect.of(version, "client"));

        assertThat(client.connAck().sessionPresent()).isFalse();
        assertThat(client.isRead()).isTrue();
        assertThat(broker.count(Counter.CLIENTS_CONNECTED)).isEqualTo(1);
    }

    @Test
    void connack_tells_what_the_broker_grants() {
        // given
        broker = new TestBroker(shards, settings -> settings.maxInflightMessages(7)
                .maxPacketSize(1_000)
                .retainAvailable(false)
                .maxKeepaliveSeconds(30));
        ListenerConfig listener =
                ListenerConfig.local(0).withMaxQos(Qos.AT_LEAST_ONCE).withMaxTopicAlias(3);
        // when
        TestClient client = broker.connect(TestConnect.v5("client").keepAliveSeconds(31), listener);
        // then
        ConnAck.Properties granted = client.connAck().properties();
        assertThat(granted.receiveMaximum()).isEqualTo(7);
        assertThat(granted.maximumPacketSize()).isEqualTo(1_000);
        assertThat(granted.retainAvailable()).isFalse();
        assertThat(granted.serverKeepAliveSeconds()).isEqualTo(30);
        assertThat(granted.maximumQos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(granted.topicAliasMaximum()).isEqualTo(3);
        assertThat(granted.assignedClientId()).isNull();
        assertThat(granted.sharedSubscriptionAvailable()).isTrue();
    }

    @Test
    void connack_leaves_the_keep_alive_of_the_client_when_it_is_short_enough() {
        broker = new TestBroker(shards, settings -> settings.maxKeepaliveSeconds(30));

        TestClient client = broker.connect(TestConnect.v5("client").keepAliveSeconds(30));

        assertThat(client.connAck().properties().serverKeepAliveSeconds()).isEqualTo(ConnAck.Properties.ABSENT);
    }

    @Test
    void no_keep_alive_at_all_is_longer_than_any_limit() {
        broker = new TestBroker(shards, settings -> settings.maxKeepaliveSeconds(30));

        assertThat(broker.connect("client").connAck().properties().serverKeepAliveSeconds())
                .isEqualTo(30);
        assertThat(broker.open(TestConnect.v3("old")).received())
                .containsExactly(refusal(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID));
    }

    @Test
    void a_client_of_mqtt_3_cannot_be_told_a_shorter_keep_alive_and_is_refused() {
        broker = new TestBroker(shards, settings -> settings.maxKeepaliveSeconds(30));

        TestClient client = broker.open(TestConnect.v3("client").keepAliveSeconds(31));

        assertThat(client.received()).containsExactly(refusal(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void an_assigned_client_id_is_told() {
        TestClient client = broker.connect(TestConnect.v5("auto-1").assigned());

        assertThat(client.connAck().properties().assignedClientId()).isEqualTo("auto-1");
    }

    @Test
    void a_client_without_an_id_to_whom_none_may_be_assigned_is_refused() {
        TestClient client = broker.open(TestConnect.v3("").cleanStart(false));

        assertThat(client.received()).containsExactly(refusal(ReasonCode.CLIENT_IDENTIFIER_NOT_VALID));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void an_authentication_method_is_refused_since_none_is_configured() {
        TestClient client = broker.open(TestConnect.v5("client").authenticationMethod("SCRAM-SHA-1"));

        assertThat(client.received()).containsExactly(refusal(ReasonCode.BAD_AUTHENTICATION_METHOD));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_will_above_the_highest_qos_is_refused() {
        ListenerConfig listener = ListenerConfig.local(0).withMaxQos(Qos.AT_MOST_ONCE);

        TestClient refused =
                broker.open(TestConnect.v5("refused").will(will("t", Qos.AT_LEAST_ONCE, "gone")), listener);
        TestClient accepted =
                broker.open(TestConnect.v5("accepted").will(will("t", Qos.AT_MOST_ONCE, "gone")), listener);

        assertThat(refused.received()).containsExactly(refusal(ReasonCode.QOS_NOT_SUPPORTED));
        assertThat(accepted.isClosed()).isFalse();
    }

    @Test
    void a_retained_will_is_refused_when_retain_is_not_available() {
        broker = new TestBroker(shards, settings -> settings.retainAvailable(false));
        WillMessage plain = will("t", Qos.AT_MOST_ONCE, "gone");
        WillMessage retained =
                new WillMessage(plain.topic(), plain.qos(), true, plain.payload(), 0, plain.properties());

        assertThat(broker.open(TestConnect.v5("refused").will(retained)).received())
                .containsExactly(refusal(ReasonCode.RETAIN_NOT_SUPPORTED));
        assertThat(broker.open(TestConnect.v5("accepted").will(plain)).isClosed())
                .isFalse();
    }

    @Test
    void a_will_for_a_topic_that_the_broker_alone_publishes_to_is_refused() {
        for (String topic : List.of("$SYS/broker/clients", "$share/group/t")) {
            TestClient client = broker.open(TestConnect.v5("client").will(will(topic, Qos.AT_MOST_ONCE, "x")));

            assertThat(client.received()).containsExactly(refusal(ReasonCode.NOT_AUTHORIZED));
        }
    }

    @Test
    void a_will_that_says_it_is_text_and_is_not_is_refused() {
        WillMessage will = new WillMessage(
                Topic.of("t"), Qos.AT_MOST_ONCE, false, Bytes.wrap(new byte[] {(byte) 0xFF}), 0, TestPackets.text());

        assertThat(broker.open(TestConnect.v5("client").will(will)).received())
                .containsExactly(refusal(ReasonCode.PAYLOAD_FORMAT_INVALID));
    }

    @Test
    void a_refused_client_leaves_no_session() {
        broker.open(TestConnect.staying("client").authenticationMethod("x"));

        assertThat(broker.store().changeCount()).isZero();
        assertThat(broker.connect(TestConnect.staying("client")).connAck().sessionPresent())
                .isFalse();
    }

    @Test
    void what_is_sent_before_connack_waits_and_is_done_after_it_in_order() {
        // given: CONNACK waits for its commit
        broker.store().hold();
        TestClient client = broker.open(TestConnect.staying("client"));
        client.send(subscribe(1, "t", Qos.AT_MOST_ONCE), qos0("t", "x"), PingReq.INSTANCE);
        assertThat(client.received()).isEmpty();
        assertThat(client.isRead()).isFalse();
        // when
        broker.store().release();
        broker.settle();
        // then
        client.accepted();
        assertThat(client.received()).contains(subAck(1, ReasonCode.GRANTED_QOS_0), qos0("t", "x"));
    }

    @Test
    void pingreq_is_answered() {
        TestClient client = broker.connect("client");

        assertThat(client.send(PingReq.INSTANCE).received()).containsExactly(PingResp.INSTANCE);
    }

    // Packets that must not come

    private void assertCloses(Packet packet, ReasonCode reason, String text) {
        TestClient modern = broker.connect("modern").send(packet);
        assertThat(modern.received()).containsExactly(disconnect(reason, text));
        assertThat(modern.isClosed()).isTrue();

        TestClient old = broker.connect(TestConnect.v3("old")).send(packet);
        assertThat(old.received()).isEmpty();
        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void a_second_connect_closes_the_connection() {
        Connect second =
                new Connect(MqttVersion.V5, false, "client", true, 0, null, null, null, Connect.Properties.DEFAULTS);

        assertCloses(second, ReasonCode.PROTOCOL_ERROR, "a second CONNECT");
    }

    @Test
    void auth_closes_the_connection_when_connect_had_no_method() {
        assertCloses(
                new Auth(ReasonCode.REAUTHENTICATE, "x", null, null, List.of()),
                ReasonCode.PROTOCOL_ERROR,
                "AUTH without an authentication method in CONNECT");
    }

    @Test
    void packets_that_only_a_server_sends_close_the_connection() {
        assertCloses(PingResp.INSTANCE, ReasonCode.PROTOCOL_ERROR, "PINGRESP from a client");
        assertCloses(subAck(1, ReasonCode.GRANTED_QOS_0), ReasonCode.PROTOCOL_ERROR, "SUBACK from a client");
        assertCloses(TestPackets.unsubAck(1, ReasonCode.SUCCESS), ReasonCode.PROTOCOL_ERROR, "UNSUBACK from a client");
        assertCloses(refusal(ReasonCode.BANNED), ReasonCode.PROTOCOL_ERROR, "CONNACK from a client");
    }

    @Test
    void a_client_that_wants_no_problem_information_is_not_told_what_was_wrong() {
        TestClient client = broker.connect(TestConnect.v5("client").problemInformation(false));

        client.send(PingResp.INSTANCE);

        assertThat(client.received()).containsExactly(disconnect(ReasonCode.PROTOCOL_ERROR, null));
    }

    @Test
    void a_filter_that_is_malformed_closes_the_connection() {
        assertCloses(
                subscribe(1, "a/#/b", Qos.AT_MOST_ONCE),
                ReasonCode.MALFORMED_PACKET,
                "# in a topic filter must be its whole last level; character 3 is not");
        assertCloses(
                TestPackets.unsubscribe(1, "a+"),
                ReasonCode.MALFORMED_PACKET,
                "+ in a topic filter must be a whole level; character 2 is not");
    }

    @Test
    void topics_of_two_hundred_levels_are_the_limit() {
        String allowed = "/".repeat(199);
        String tooDeep = "/".repeat(200);

        assertCloses(
                subscribe(1, tooDeep, Qos.AT_MOST_ONCE),
                ReasonCode.TOPIC_FILTER_INVALID,
                "a topic filter of more than 200 levels");
        assertCloses(qos0(tooDeep, "x"), ReasonCode.TOPIC_NAME_INVALID, "a topic of more than 200 levels");
        TestClient client = broker.connect("client").subscribe(allowed, Qos.AT_MOST_ONCE);
        client.send(qos0(allowed, "x"));
        assertThat(client.received()).containsExactly(qos0(allowed, "x"));
    }

    @Test
    void a_message_above_the_highest_qos_closes_the_connection() {
        ListenerConfig listener = ListenerConfig.local(0).withMaxQos(Qos.AT_MOST_ONCE);
        TestClient client = broker.connect(TestConnect.v5("client"), listener);

        client.send(qos1(1, "t", "x"));

        assertThat(client.received()).containsExactly(disconnect(ReasonCode.QOS_NOT_SUPPORTED, "QoS 1"));
    }

    @Test
    void a_retained_message_closes_the_connection_when_retain_is_not_available() {
        broker = new TestBroker(shards, settings -> settings.retainAvailable(false));

        assertCloses(retained(qos0("t", "x")), ReasonCode.RETAIN_NOT_SUPPORTED, "retain is not available");
    }

    @Test
    void nothing_that_comes_after_the_end_has_an_effect() {
        // given
        TestClient watcher = broker.connect("watcher").subscribe("#", Qos.AT_MOST_ONCE);
        TestClient client = broker.connect("client");
        // when
        client.send(PingResp.INSTANCE, qos0("t", "after the end"), pubRel(1));
        // then
        assertThat(watcher.received()).isEmpty();
        assertThat(client.received()).hasSize(1);
    }

    @Test
    void when_the_broker_stops_mqtt_5_clients_are_told() {
        TestClient modern = broker.connect("modern");
        TestClient old = broker.connect(TestConnect.v3("old"));

        broker.disconnectAll();

        assertThat(modern.received()).containsExactly(disconnect(ReasonCode.SERVER_SHUTTING_DOWN, null));
        assertThat(old.received()).isEmpty();
        assertThat(List.of(modern.isClosed(), old.isClosed())).containsOnly(true);
    }
}
