package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.security.TestAuthenticator;
import io.bellbird.broker.security.TestAuthorizer;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.PacketType;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import org.junit.jupiter.api.Test;

/** An exception costs one connection, and never a shard. */
@OnOneShardAndOnFour
class DefectTest {
    private final int shards;
    private final TestAuthorizer authorizer = new TestAuthorizer();
    private TestBroker broker;

    DefectTest(int shards) {
        this.shards = shards;
        this.broker = new TestBroker(shards, settings -> settings, Authenticator.EVERYBODY, authorizer);
    }

    private void assertServes(String clientId) {
        TestClient client = broker.connect(clientId).subscribe("check", Qos.AT_MOST_ONCE);
        client.send(qos0("check", "works"), PingReq.INSTANCE);
        assertThat(client.received()).containsExactly(qos0("check", "works"), PingResp.INSTANCE);
        client.disconnect();
    }

    @Test
    void a_subscriber_whose_delivery_fails_is_closed_and_the_others_get_the_message() {
        // given
        TestClient before = broker.connect("before").subscribe("t", Qos.AT_LEAST_ONCE);
        TestClient victim = broker.connect("victim").subscribe("t", Qos.AT_LEAST_ONCE);
        TestClient after = broker.connect("after").subscribe("t", Qos.AT_LEAST_ONCE);
        victim.breakOn(packet -> packet.type() == PacketType.PUBLISH);
        // when
        TestClient publisher = broker.connect("publisher").send(qos1(1, "t", "x"));
        // then
        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(before.payloads()).containsExactly("x");
        assertThat(after.payloads()).containsExactly("x");
        assertThat(victim.isClosed()).isTrue();
        assertThat(victim.received()).containsExactly(Disconnect.because(ReasonCode.UNSPECIFIED_ERROR, null));
        assertThat(broker.count(Counter.BUGS)).isEqualTo(1);
        assertServes("victim");
    }

    @Test
    void a_stored_session_whose_delivery_failed_gets_the_message_on_its_next_connection() {
        TestClient victim = broker.connect(TestConnect.staying("victim")).subscribe("t", Qos.AT_LEAST_ONCE);
        victim.breakOn(packet -> packet.type() == PacketType.PUBLISH);

        broker.connect("publisher").send(qos1(1, "t", "x"));

        assertThat(broker.connect(TestConnect.staying("victim")).payloads()).containsExactly("x");
    }

    @Test
    void a_client_whose_packet_fails_is_closed_and_its_will_is_published() {
        TestClient watcher = broker.connect("watcher").subscribe("will", Qos.AT_MOST_ONCE);
        TestClient victim = broker.connect(TestConnect.v5("victim").will(will("will", Qos.AT_MOST_ONCE, "gone")));
        victim.breakOn(packet -> packet.type() == PacketType.PINGRESP);

        victim.send(PingReq.INSTANCE);

        assertThat(victim.isClosed()).isTrue();
        assertThat(watcher.payloads()).containsExactly("gone");
        assertServes("victim");
    }

    @Test
    void a_connection_that_cannot_even_be_told_that_it_ends_leaves_its_session_in_order() {
        // given: nothing can be sent to it
        TestClient victim = broker.connect(TestConnect.staying("victim")).subscribe("t", Qos.AT_LEAST_ONCE);
        TestClient other = broker.connect("other").subscribe("t", Qos.AT_LEAST_ONCE);
        victim.breakOn(packet -> true);
        // when
        TestClient publisher = broker.connect("publisher").send(qos1(1, "t", "x"));
        // then
        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(other.payloads()).containsExactly("x");
        assertThat(victim.isClosed()).isTrue();
        assertThat(broker.connect(TestConnect.staying("victim")).payloads()).containsExactly("x");
    }

    @Test
    void an_answer_to_connect_that_fails_costs_that_connection() {
        TestAuthenticator authenticator = new TestAuthenticator();
        broker = new TestBroker(shards, settings -> settings, authenticator, authorizer);
        TestClient victim = broker.open(TestConnect.staying("victim"));
        victim.breakOn(packet -> true);

        authenticator.answer(ReasonCode.SUCCESS);
        broker.settle();

        assertThat(victim.isClosed()).isTrue();
        TestClient next = broker.open(TestConnect.staying("victim"));
        authenticator.answer(ReasonCode.SUCCESS);
        broker.settle();
        assertThat(next.accepted().isClosed()).isFalse();
    }

    @Test
    void an_authenticator_that_throws_lets_nobody_in() {
        TestAuthenticator authenticator = new TestAuthenticator();
        broker = new TestBroker(shards, settings -> settings, authenticator, authorizer);
        authenticator.breakDown(true);

        TestClient victim = broker.open(TestConnect.staying("victim"));

        assertThat(victim.isClosed()).isTrue();
        assertThat(broker.count(Counter.BUGS)).isEqualTo(1);
        assertThat(broker.store().changeCount()).isZero();
    }

    @Test
    void an_authorizer_that_throws_costs_the_connection_and_its_session_ends_as_it_should() {
        // given: the will cannot be decided either
        TestClient publishing = broker.connect(TestConnect.v5("publishing").will(will("t", Qos.AT_MOST_ONCE, "gone")));
        TestClient subscribing = broker.connect("subscribing").subscribe("s", Qos.AT_MOST_ONCE);
        authorizer.breakDown(true);
        // when
        publishing.send(qos0("t", "x"));
        subscribing.send(subscribe(1, "t", Qos.AT_MOST_ONCE));
        // then
        assertThat(publishing.isClosed()).isTrue();
        assertThat(subscribing.isClosed()).isTrue();
        assertThat(broker.interest().mask(Topic.of("s"))).isZero();
        authorizer.breakDown(false);
        assertServes("publishing");
        assertServes("subscribing");
        assertThat(broker.connect(TestConnect.v5("publishing").cleanStart(false))
                        .connAck()
                        .sessionPresent())
                .isFalse();
    }

    @Test
    void what_fails_after_a_later_answer_costs_that_connection() {
        // given
        TestClient victim = broker.connect("victim");
        authorizer.later();
        victim.send(subscribe(1, "a", Qos.AT_MOST_ONCE));
        victim.breakOn(packet -> packet.type() == PacketType.SUBACK);
        // when
        authorizer.answer(Verdict.ALLOWED);
        broker.settle();
        // then
        assertThat(victim.isClosed()).isTrue();
        assertThat(broker.count(Counter.BUGS)).isEqualTo(1);
        assertThat(broker.interest().mask(Topic.of("a"))).isZero();
    }

    @Test
    void what_fails_after_a_commit_costs_that_connection() {
        // given
        TestClient victim = broker.connect(TestConnect.staying("victim")).subscribe("t", Qos.AT_LEAST_ONCE);
        victim.breakOn(packet -> packet.type() == PacketType.PUBACK);
        TestClient other = broker.connect(TestConnect.staying("other")).subscribe("t", Qos.AT_LEAST_ONCE);
        // when
        victim.send(qos1(1, "t", "x"));
        // then
        assertThat(victim.isClosed()).isTrue();
        assertThat(other.payloads()).containsExactly("x");
    }

    @Test
    void a_timer_that_fails_does_not_stop_the_others() {
        // given
        TestClient victim = broker.connect(TestConnect.v5("victim").keepAliveSeconds(10));
        victim.breakOn(packet -> true);
        TestClient silent = broker.connect(TestConnect.v5("silent").keepAliveSeconds(10));
        // when
        broker.passSeconds(15);
        // then
        assertThat(silent.received()).containsExactly(Disconnect.because(ReasonCode.KEEP_ALIVE_TIMEOUT, null));
        assertThat(victim.isClosed()).isTrue();
        assertServes("victim");
    }
}
