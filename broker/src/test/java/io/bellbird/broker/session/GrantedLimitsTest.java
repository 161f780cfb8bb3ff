package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.expiring;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the configuration grants for how long, and at which QoS. */
@OnOneShardAndOnFour
class GrantedLimitsTest {
    private final int shards;
    private TestBroker broker;
    private TestClient publisher;

    GrantedLimitsTest(int shards) {
        this.shards = shards;
        use(settings -> settings);
    }

    private void use(UnaryOperator<BrokerConfig.Builder> settings) {
        broker = new TestBroker(shards, settings);
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    // persistent_client_expiration

    private static TestConnect asking(long expirySeconds) {
        return TestConnect.v5("client").cleanStart(false).expirySeconds(expirySeconds);
    }

    private static long told(TestClient client) {
        return client.connAck().properties().sessionExpiryIntervalSeconds();
    }

    private boolean isPresent(TestConnect connect) {
        return broker.connect(connect).connAck().sessionPresent();
    }

    @Test
    void a_session_lives_no_longer_than_it_may_and_its_client_is_told() {
        use(settings -> settings.persistentClientExpirationSeconds(100));
        TestClient client = broker.connect(asking(101));
        assertThat(told(client)).isEqualTo(100);

        client.lose();
        broker.passMillis(99_999);
        assertThat(broker.store().clientIds()).contains("client");
        broker.passMillis(1);

        assertThat(broker.store().clientIds()).doesNotContain("client");
    }

    @Test
    void a_client_that_asks_for_no_more_than_it_may_is_told_nothing() {
        use(settings -> settings.persistentClientExpirationSeconds(100));

        assertThat(told(broker.connect(asking(0)))).isEqualTo(ConnAck.Properties.ABSENT);
        assertThat(told(broker.connect(asking(99)))).isEqualTo(ConnAck.Properties.ABSENT);
        assertThat(told(broker.connect(asking(100)))).isEqualTo(ConnAck.Properties.ABSENT);
        assertThat(told(broker.connect(asking(Connect.Properties.NEVER_EXPIRES))))
                .isEqualTo(100);
    }

    @Test
    void without_a_limit_a_client_is_told_nothing_and_its_session_stays_for_ever() {
        TestClient client = broker.connect(asking(Connect.Properties.NEVER_EXPIRES));
        assertThat(told(client)).isEqualTo(ConnAck.Properties.ABSENT);

        client.lose();
        broker.passSeconds(100_000_000);

        assertThat(isPresent(asking(0))).isTrue();
    }

    @Test
    void a_disconnect_that_asks_for_more_gets_as_much_as_there_is() {
        use(settings -> settings.persistentClientExpirationSeconds(100));
        broker.connect(asking(10))
                .send(new Disconnect(ReasonCode.NORMAL_DISCONNECTION, 1_000, null, null, List.of()))
                .lose();

        broker.passSeconds(99);
        assertThat(broker.store().clientIds()).contains("client");
        broker.passSeconds(1);
        assertThat(broker.store().clientIds()).doesNotContain("client");
    }

    @Test
    void the_session_of_an_mqtt_3_client_ends_too() {
        use(settings -> settings.persistentClientExpirationSeconds(100));
        broker.connect(TestConnect.v3("client").cleanStart(false)).disconnect();

        broker.passSeconds(99);
        assertThat(broker.store().clientIds()).contains("client");
        broker.passSeconds(1);

        assertThat(isPresent(TestConnect.v3("client").cleanStart(false))).isFalse();
    }

    @Test
    void a_limit_holds_also_for_sessions_that_an_earlier_run_left_for_ever() {
        use(settings -> settings);
        broker.connect(TestConnect.v3("client").cleanStart(false)).disconnect();
        broker.crashAndRestart(settings -> settings.persistentClientExpirationSeconds(100));

        broker.passSeconds(99);
        assertThat(broker.store().clientIds()).contains("client");
        broker.passSeconds(1);

        assertThat(broker.store().clientIds()).doesNotContain("client");
    }

    // upgrade_outgoing_qos

    @Test
    void a_message_is_upgraded_to_the_qos_of_the_subscription_when_the_configuration_says_so() {
        use(settings -> settings.upgradeOutgoingQos(true));
        TestClient client =
                broker.connect("client").subscribe("0", Qos.AT_MOST_ONCE).subscribe("2", Qos.EXACTLY_ONCE);

        publisher.send(qos0("2", "a"), qos1(1, "2", "b"), qos2(2, "0", "c"));

        assertThat(client.received()).containsExactly(qos2(1, "2", "a"), qos2(2, "2", "b"), qos0("0", "c"));
    }

    @Test
    void retained_messages_are_upgraded_too() {
        use(settings -> settings.upgradeOutgoingQos(true));
        publisher.send(retained(qos0("t", "x")));

        TestClient client = broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE);

        assertThat(client.received()).containsExactly(retained(qos1(1, "t", "x")));
    }

    @Test
    void an_upgraded_message_waits_for_a_client_that_is_away() {
        use(settings -> settings.upgradeOutgoingQos(true));
        broker.connect(TestConnect.staying("client"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();

        publisher.send(qos0("t", "x"));

        assertThat(broker.connect(TestConnect.staying("client")).messages()).containsExactly(qos1(1, "t", "x"));
    }

    @Test
    void a_message_is_not_upgraded_unless_the_configuration_says_so() {
        publisher.send(retained(qos0("t", "x")));

        TestClient client = broker.connect("client").subscribe("t", Qos.EXACTLY_ONCE);
        publisher.send(qos0("t", "y"));

        assertThat(client.messages()).extracting(Publish::qos).containsOnly(Qos.AT_MOST_ONCE);
    }

    // retain_expiry_interval

    private void retainExpiring(int count) {
        for (int i = 0; i < count; i++) {
            publisher.send(with(expiring(5), retained(qos1(1, "t/" + i, "x"))));
        }
        publisher.received();
    }

    @Test
    void expired_retained_messages_are_removed_when_the_interval_has_passed_and_not_before() {
        // given: more than are looked at in one go, and one that stays
        use(settings -> settings.retainExpiryIntervalSeconds(60));
        retainExpiring(6_000);
        publisher.send(retained(qos1(1, "stays", "x")));
        broker.start();
        // when, then
        int before = broker.store().retained().size();
        broker.passMillis(59_999);
        assertThat(broker.store().retained()).hasSize(before);
        broker.passMillis(1);
        assertThat(broker.store().retained()).containsOnlyKeys("stays");
    }

    @Test
    void without_an_interval_expired_retained_messages_go_little_by_little() {
        broker.start();
        retainExpiring(6_000);

        broker.passSeconds(10);
        assertThat(broker.store().retained()).hasSizeBetween(900, 1_100);
        broker.passSeconds(10);

        assertThat(broker.store().retained()).isEmpty();
    }

    // retained_persistence

    @Test
    void retained_messages_are_not_stored_when_the_configuration_says_so() {
        use(settings -> settings.retainedPersistence(false));
        publisher.send(retained(qos1(1, "t", "x")));
        assertThat(broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE).payloads())
                .containsExactly("x");
        assertThat(broker.store().retained()).isEmpty();

        broker.crashAndRestart();

        assertThat(broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE).payloads())
                .isEmpty();
    }

    @Test
    void retained_messages_of_earlier_runs_are_forgotten_for_good_when_they_are_not_to_be_stored() {
        publisher.send(retained(qos1(1, "t", "outdated")));

        broker.crashAndRestart(settings -> settings.retainedPersistence(false));
        assertThat(broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE).payloads())
                .isEmpty();

        broker.crashAndRestart(settings -> settings.retainedPersistence(true));
        assertThat(broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE).payloads())
                .isEmpty();
        assertThat(broker.store().retained()).isEmpty();
    }
}
