package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long sessions live, and who has them. */
@OnOneShardAndOnFour
class SessionLifeTest {
    private final TestBroker broker;

    SessionLifeTest(int shards) {
        broker = new TestBroker(shards);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static TestConnect forSeconds(String clientId, long expirySeconds) {
        return TestConnect.v5(clientId).cleanStart(false).expirySeconds(expirySeconds);
    }

    private static Disconnect leaving(long expirySeconds) {
        return new Disconnect(ReasonCode.NORMAL_DISCONNECTION, expirySeconds, null, null, List.of());
    }

    private boolean isSessionPresent(TestConnect connect) {
        TestClient client = broker.connect(connect);
        boolean present = client.connAck().sessionPresent();
        client.lose();
        return present;
    }

    // Clean and persistent

    @Test
    void a_session_without_expiry_ends_with_its_connection_and_is_never_stored() {
        TestClient client = broker.connect("client").subscribe("t", Qos.EXACTLY_ONCE);

        client.lose();

        assertThat(broker.store().changeCount()).isZero();
        assertThat(broker.interest().mask(Topic.of("t"))).isZero();
        assertThat(isSessionPresent(forSeconds("client", 0))).isFalse();
    }

    @Test
    void a_clean_session_of_mqtt_3_ends_with_its_connection() {
        broker.connect(TestConnect.v3("client"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .lose();

        assertThat(broker.store().changeCount()).isZero();
        assertThat(isSessionPresent(TestConnect.v3("client").cleanStart(false))).isFalse();
    }

    @Test
    void a_session_of_mqtt_3_that_is_not_clean_stays_for_ever() {
        // given
        TestConnect connect = TestConnect.v3("client").cleanStart(false);
        broker.connect(connect).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
        // when
        broker.passSeconds(3_000_000_000L);
        // then
        assertThat(broker.store().filters("client")).containsExactly("t");
        assertThat(isSessionPresent(connect)).isTrue();
    }

    @Test
    void a_session_that_comes_back_has_its_subscriptions_and_what_was_sent_meanwhile() {
        // given
        broker.connect(TestConnect.staying("client"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        broker.connect("publisher").send(qos1(1, "t", "x"));
        // when
        TestClient back = broker.connect(TestConnect.staying("client"));
        // then
        assertThat(back.connAck().sessionPresent()).isTrue();
        assertThat(back.received()).containsExactly(qos1(1, "t", "x"));
    }

    @Test
    void a_clean_start_discards_the_session_that_is_there() {
        // given
        broker.connect(TestConnect.staying("client"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .lose();
        broker.connect("publisher").send(qos1(1, "t", "x"));
        // when
        TestClient back = broker.connect(TestConnect.staying("client").cleanStart(true));
        // then
        assertThat(back.connAck().sessionPresent()).isFalse();
        assertThat(back.received()).isEmpty();
        assertThat(broker.interest().mask(Topic.of("t"))).isZero();
        assertThat(broker.store().filters("client")).isEmpty();
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void a_session_of_mqtt_3_is_resumed_by_mqtt_5_and_back() {
        TestConnect old = TestConnect.v3("client").cleanStart(false);
        broker.connect(old).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();

        assertThat(isSessionPresent(TestConnect.staying("client"))).isTrue();
        assertThat(isSessionPresent(old)).isTrue();
        assertThat(broker.store().filters("client")).containsExactly("t");
    }

    // Expiry

    @Test
    void a_session_expires_when_its_interval_has_passed_since_the_connection_ended() {
        TestClient client = broker.connect(forSeconds("client", 60)).subscribe("t", Qos.AT_LEAST_ONCE);
        broker.passSeconds(120);
        client.lose();

        broker.passMillis(59_999);
        assertThat(broker.store().clientIds()).containsExactly("client");

        broker.passMillis(1);
        assertThat(broker.store().clientIds()).isEmpty();
        assertThat(broker.interest().mask(Topic.of("t"))).isZero();
        assertThat(isSessionPresent(forSeconds("client", 60))).isFalse();
    }

    @Test
    void a_connection_stops_the_expiry_and_sets_its_own() {
        // given
        broker.connect(forSeconds("client", 60)).lose();
        broker.passSeconds(59);
        // when
        TestClient back = broker.connect(forSeconds("client", 10));
        broker.passSeconds(1_000);
        // then
        assertThat(back.connAck().sessionPresent()).isTrue();
        assertThat(back.isClosed()).isFalse();
        back.lose();
        broker.passSeconds(9);
        assertThat(broker.store().clientIds()).containsExactly("client");
        broker.passSeconds(1);
        assertThat(broker.store().clientIds()).isEmpty();
    }

    @Test
    void a_stored_session_that_comes_back_without_expiry_ends_with_that_connection() {
        broker.connect(forSeconds("client", 60))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .lose();

        TestClient back = broker.connect(forSeconds("client", 0));
        assertThat(back.connAck().sessionPresent()).isTrue();
        back.lose();

        assertThat(broker.store().clientIds()).isEmpty();
        assertThat(isSessionPresent(forSeconds("client", 60))).isFalse();
    }

    @Test
    void disconnect_may_change_the_expiry() {
        // given
        TestClient client = broker.connect(forSeconds("client", 60));
        // when
        client.send(leaving(5)).lose();
        // then
        broker.passSeconds(5);
        assertThat(broker.store().clientIds()).isEmpty();
    }

    @Test
    void disconnect_may_end_the_session_at_once() {
        broker.connect(forSeconds("client", 60)).send(leaving(0));

        assertThat(broker.store().clientIds()).isEmpty();
    }

    @Test
    void disconnect_may_make_the_session_stay_for_ever() {
        broker.connect(forSeconds("client", 60))
                .send(leaving(Connect.Properties.NEVER_EXPIRES))
                .lose();

        broker.passSeconds(4_000_000_000L);

        assertThat(broker.store().clientIds()).containsExactly("client");
    }

    @Test
    void disconnect_cannot_prolong_a_session_that_ends_with_its_connection() {
        TestClient client = broker.connect("client").send(leaving(60));

        assertThat(client.received())
                .containsExactly(Disconnect.because(
                        ReasonCode.PROTOCOL_ERROR, "a session that ends with its connection cannot be prolonged"));
        assertThat(isSessionPresent(forSeconds("client", 0))).isFalse();
    }

    @Test
    void an_expiry_of_nearly_for_ever_is_no_trouble() {
        broker.connect(forSeconds("client", 0xFFFF_FFFEL)).lose();

        broker.passSeconds(0xFFFF_FFFDL);
        assertThat(broker.store().clientIds()).containsExactly("client");
        broker.passSeconds(1);
        assertThat(broker.store().clientIds()).isEmpty();
    }

    // Takeover

    @Test
    void another_connection_takes_the_session_over_and_the_old_one_is_told() {
        // given
        TestClient old = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        // when
        TestClient successor = broker.connect(TestConnect.staying("client"));
        // then
        assertThat(old.received()).containsExactly(Disconnect.because(ReasonCode.SESSION_TAKEN_OVER, null));
        assertThat(old.isClosed()).isTrue();
        assertThat(successor.connAck().sessionPresent()).isTrue();
        broker.connect("publisher").send(qos1(1, "t", "x"));
        assertThat(successor.received()).containsExactly(qos1(1, "t", "x"));
    }

    @Test
    void a_client_of_mqtt_3_whose_session_is_taken_over_is_only_closed() {
        TestClient old = broker.connect(TestConnect.v3("client"));

        broker.connect(TestConnect.v3("client"));

        assertThat(old.received()).isEmpty();
        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void when_the_network_of_the_old_connection_ends_later_the_new_one_stays() {
        TestClient old = broker.connect(TestConnect.staying("client"));
        TestClient successor = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);

        old.lose();

        broker.connect("publisher").send(qos1(1, "t", "x"));
        assertThat(successor.received()).containsExactly(qos1(1, "t", "x"));
    }

    @Test
    void taking_over_a_session_that_ends_with_its_connection_finds_none() {
        broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE);

        TestClient successor = broker.connect(TestConnect.v5("client").cleanStart(false));

        assertThat(successor.connAck().sessionPresent()).isFalse();
        broker.connect("publisher").send(qos1(1, "t", "x"));
        assertThat(successor.received()).isEmpty();
    }

    @Test
    void a_takeover_with_a_clean_start_finds_none() {
        broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);

        TestClient successor = broker.connect(TestConnect.staying("client").cleanStart(true));

        assertThat(successor.connAck().sessionPresent()).isFalse();
        assertThat(broker.store().filters("client")).isEmpty();
        assertThat(broker.interest().mask(Topic.of("t"))).isZero();
    }

    @Test
    void a_session_whose_connack_still_waits_for_its_commit_can_be_taken_over() {
        // given
        broker.store().hold();
        TestClient old = broker.open(TestConnect.staying("client"));
        TestClient successor = broker.open(TestConnect.staying("client"));
        assertThat(old.isClosed()).isTrue();
        // when
        broker.store().release();
        broker.settle();
        // then
        assertThat(old.received()).isEmpty();
        successor.accepted();
        assertThat(successor.connAck().sessionPresent()).isTrue();
        assertThat(successor.send(PingReq.INSTANCE).received()).hasSize(1);
    }

    @Test
    void a_connection_that_ends_while_connack_waits_leaves_a_session_in_order() {
        // given
        broker.store().hold();
        TestClient client = broker.open(forSeconds("client", 60));
        client.lose();
        // when
        broker.store().release();
        broker.settle();
        // then
        assertThat(client.received()).isEmpty();
        assertThat(broker.store().clientIds()).containsExactly("client");
        broker.passSeconds(60);
        assertThat(broker.store().clientIds()).isEmpty();
    }

    @Test
    void every_one_of_many_takeovers_in_a_row_leaves_one_connection() {
        // given
        TestClient last = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        for (int i = 0; i < 100; i++) {
            TestClient next = broker.connect(TestConnect.staying("client"));
            assertThat(last.isClosed()).isTrue();
            last = next;
        }
        // when
        broker.connect("publisher").send(qos1(1, "t", "x"));
        // then
        assertThat(last.received()).containsExactly(qos1(1, "t", "x"));
        last.send(pubAck(1));
        assertThat(broker.store().queue("client")).isEmpty();
    }
}
