package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authenticator.Credentials;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.security.TestAuthenticator;
import io.bellbird.broker.security.TestAuthorizer;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may connect, publish and subscribe; the answers may take their time. */
@OnOneShardAndOnFour
class RightsTest {
    private final int shards;
    private final TestAuthorizer authorizer = new TestAuthorizer();
    private TestBroker broker;

    RightsTest(int shards) {
        this.shards = shards;
        this.broker = new TestBroker(shards, settings -> settings, Authenticator.EVERYBODY, authorizer);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private void answer(Verdict verdict) {
        authorizer.answer(verdict);
        broker.settle();
    }

    private TestClient subscriber(String filter) {
        authorizer.atOnce();
        TestClient subscriber = broker.connect("subscriber").subscribe(filter, Qos.EXACTLY_ONCE);
        authorizer.later();
        return subscriber;
    }

    // Denied

    @Test
    void mqtt_5_is_told_that_it_may_not_publish() {
        authorizer.deny("secret");
        TestClient subscriber = broker.connect("subscriber").subscribe("#", Qos.AT_MOST_ONCE);

        TestClient client = broker.connect("client")
                .send(qos0("secret", "x"), qos1(1, "secret", "x"), qos2(2, "secret", "x"), qos0("open", "y"));

        String text = "not authorized to publish to this topic";
        assertThat(client.received())
                .containsExactly(
                        pubAck(1, ReasonCode.NOT_AUTHORIZED, text),
                        new PubRec(2, ReasonCode.NOT_AUTHORIZED, AckProperties.explained(text)));
        assertThat(subscriber.payloads()).containsExactly("y");
        assertThat(broker.count(Counter.DROPPED_NOT_AUTHORIZED)).isEqualTo(3);
    }

    @Test
    void mqtt_3_is_acknowledged_and_its_message_dropped() {
        authorizer.deny("secret");
        TestClient subscriber = broker.connect("subscriber").subscribe("#", Qos.AT_MOST_ONCE);
        TestClient client = broker.connect(TestConnect.v3("client"));

        client.send(qos1(1, "secret", "x"), qos2(2, "secret", "x"));

        assertThat(client.received()).containsExactly(pubAck(1), pubRec(2));
        assertThat(client.send(pubRel(2)).received()).containsExactly(pubComp(2));
        assertThat(subscriber.received()).isEmpty();
        assertThat(broker.count(Counter.DROPPED_NOT_AUTHORIZED)).isEqualTo(2);
    }

    @Test
    void each_filter_is_granted_or_denied_for_itself() {
        authorizer.deny("secret/#");
        SubscriptionOptions options = SubscriptionOptions.of(Qos.AT_MOST_ONCE);

        TestClient client = broker.connect("client")
                .send(new Subscribe(
                        1,
                        0,
                        List.of(),
                        List.of(new Subscribe.Request("secret/#", options), new Subscribe.Request("open", options))));
        broker.connect("other").send(qos0("secret/x", "x"), qos0("open", "y"));

        assertThat(client.received())
                .containsExactly(subAck(1, ReasonCode.NOT_AUTHORIZED, ReasonCode.GRANTED_QOS_0), qos0("open", "y"));
    }

    @Test
    void a_will_needs_the_right_when_it_is_published() {
        TestClient subscriber = broker.connect("subscriber").subscribe("t", Qos.AT_MOST_ONCE);
        TestClient client = broker.connect(TestConnect.v5("client").will(will("t", Qos.AT_MOST_ONCE, "gone")));
        authorizer.deny("t");

        client.lose();

        assertThat(subscriber.received()).isEmpty();
        assertThat(broker.count(Counter.DROPPED_NOT_AUTHORIZED)).isEqualTo(1);
    }

    // Later

    @Test
    void a_message_whose_right_is_being_decided_holds_up_what_comes_after_it() {
        // given
        TestClient subscriber = subscriber("#");
        TestClient client = broker.connect("client");
        // when
        client.send(qos1(1, "a", "1"), qos2(2, "b", "2"), qos0("c", "3"), PingReq.INSTANCE);
        assertThat(client.isRead()).isFalse();
        assertThat(client.received()).isEmpty();
        // then
        answer(Verdict.ALLOWED);
        assertThat(client.received()).containsExactly(pubAck(1));
        answer(Verdict.DENIED);
        assertThat(client.messages()).isEmpty();
        assertThat(client.isRead()).isFalse();
        answer(Verdict.ALLOWED);
        assertThat(client.received()).containsExactly(PingResp.INSTANCE);
        assertThat(client.isRead()).isTrue();
        assertThat(subscriber.payloads()).containsExactly("1", "3");
        assertThat(authorizer.unansweredCount()).isZero();
    }

    @Test
    void others_go_on_meanwhile() {
        TestClient waiting = broker.connect("waiting");
        authorizer.later();
        waiting.send(qos1(1, "a", "1"));
        authorizer.atOnce();

        TestClient other = broker.connect("other").send(qos1(1, "a", "1"));

        assertThat(other.received()).hasSize(1);
        assertThat(waiting.received()).isEmpty();
        answer(Verdict.ALLOWED);
        assertThat(waiting.received()).hasSize(1);
    }

    @Test
    void a_subscription_may_be_decided_later_filter_by_filter() {
        // given
        SubscriptionOptions options = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
        TestClient client = broker.connect("client");
        authorizer.later();
        // when
        client.send(
                new Subscribe(
                        1,
                        0,
                        List.of(),
                        List.of(
                                new Subscribe.Request("a", options),
                                new Subscribe.Request("$share/g/b", options),
                                new Subscribe.Request("c", options))),
                PingReq.INSTANCE);
        assertThat(client.isRead()).isFalse();
        answer(Verdict.ALLOWED);
        assertThat(client.received()).isEmpty();
        answer(Verdict.ALLOWED);
        answer(Verdict.DENIED);
        // then
        assertThat(client.received())
                .containsExactly(
                        subAck(1, ReasonCode.GRANTED_QOS_0, ReasonCode.GRANTED_QOS_0, ReasonCode.NOT_AUTHORIZED),
                        PingResp.INSTANCE);
        assertThat(client.isRead()).isTrue();
        authorizer.atOnce();
        broker.connect("other").send(qos0("a", "x"), qos0("b", "shared"), qos0("c", "y"));
        assertThat(client.payloads()).containsExactlyInAnyOrder("x", "shared");
    }

    @Test
    void an_answer_that_comes_after_the_end_of_the_connection_is_ignored() {
        // given
        TestClient subscriber = subscriber("#");
        TestClient publishing =
                broker.connect(TestConnect.staying("publishing")).send(qos2(1, "a", "x"));
        TestClient subscribing =
                broker.connect(TestConnect.staying("subscribing")).send(subscribe(1, "b", Qos.AT_MOST_ONCE));
        publishing.lose();
        subscribing.lose();
        // when
        answer(Verdict.ALLOWED);
        answer(Verdict.ALLOWED);
        // then
        assertThat(subscriber.received()).isEmpty();
        assertThat(publishing.received()).isEmpty();
        assertThat(subscribing.received()).isEmpty();
        assertThat(broker.store().filters("subscribing")).isEmpty();
        assertThat(broker.store().received("publishing")).isEmpty();
    }

    @Test
    void a_message_that_comes_again_on_a_new_connection_is_decided_anew() {
        // given
        TestClient subscriber = subscriber("#");
        broker.connect(TestConnect.staying("client")).send(qos2(1, "a", "x")).lose();
        TestClient back = broker.connect(TestConnect.staying("client"));
        // when
        back.send(qos2(1, "a", "x"));
        answer(Verdict.ALLOWED);
        assertThat(subscriber.received()).isEmpty();
        answer(Verdict.ALLOWED);
        // then
        assertThat(subscriber.payloads()).containsExactly("x");
        assertThat(back.received()).containsExactly(pubRec(1));
    }

    @Test
    void a_will_may_be_decided_later() {
        TestClient subscriber = subscriber("t");
        TestClient client = broker.connect(TestConnect.v5("client").will(will("t", Qos.AT_MOST_ONCE, "gone")));
        client.lose();
        assertThat(subscriber.received()).isEmpty();

        answer(Verdict.ALLOWED);

        assertThat(subscriber.payloads()).containsExactly("gone");
    }

    // Who may connect

    private TestAuthenticator useAuthenticator() {
        TestAuthenticator authenticator = new TestAuthenticator();
        broker = new TestBroker(shards, settings -> settings, authenticator, authorizer);
        return authenticator;
    }

    @Test
    void the_authenticator_sees_what_the_client_says_of_itself() {
        TestAuthenticator authenticator = useAuthenticator();
        ListenerConfig listener = ListenerConfig.local(1);

        broker.open(TestConnect.v5("client").credentials("ann", "secret"), listener);

        assertThat(authenticator.asked())
                .containsExactly(new Credentials(
                        "client", "ann", Bytes.utf8("secret"), false, "192.0.2.1:49152", listener, true));
    }

    @Test
    void a_client_is_answered_when_the_authenticator_has_answered_and_its_packets_wait() {
        TestAuthenticator authenticator = useAuthenticator();
        TestClient client = broker.open(TestConnect.v5("client")).send(PingReq.INSTANCE);
        assertThat(client.received()).isEmpty();

        authenticator.answer(ReasonCode.SUCCESS);
        broker.settle();

        assertThat(client.accepted().received()).containsExactly(PingResp.INSTANCE);
    }

    @Test
    void a_client_is_refused_when_the_authenticator_does_not_answer_in_time() {
        useAuthenticator();
        TestClient client = broker.open(TestConnect.v5("client"));

        broker.passMillis(9_999);
        assertThat(client.isClosed()).isFalse();
        broker.passMillis(1);

        assertThat(client.received())
                .containsExactly(new ConnAck(false, ReasonCode.SERVER_BUSY, ConnAck.Properties.DEFAULTS));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void a_client_that_is_not_authenticated_is_refused_and_touches_no_session() {
        // given
        TestAuthenticator authenticator = useAuthenticator();
        TestClient rightful = broker.open(TestConnect.staying("client"));
        authenticator.answer(ReasonCode.SUCCESS);
        broker.settle();
        rightful.accepted();
        // when
        TestClient impostor = broker.open(TestConnect.staying("client").cleanStart(true));
        authenticator.answer(ReasonCode.BAD_USER_NAME_OR_PASSWORD);
        broker.settle();
        // then
        assertThat(impostor.received())
                .containsExactly(new ConnAck(false, ReasonCode.BAD_USER_NAME_OR_PASSWORD, ConnAck.Properties.DEFAULTS));
        assertThat(impostor.isClosed()).isTrue();
        assertThat(rightful.isClosed()).isFalse();
        assertThat(rightful.send(PingReq.INSTANCE).received()).containsExactly(PingResp.INSTANCE);
    }

    @Test
    void an_answer_for_a_client_that_has_gone_makes_no_session() {
        TestAuthenticator authenticator = useAuthenticator();
        TestClient client = broker.open(TestConnect.staying("client"));
        client.lose();

        authenticator.answer(ReasonCode.SUCCESS);
        broker.settle();

        assertThat(client.received()).isEmpty();
        assertThat(broker.store().changeCount()).isZero();
    }

    @Test
    void of_two_clients_with_one_id_who_are_authenticated_the_later_answer_wins() {
        // given
        TestAuthenticator authenticator = useAuthenticator();
        TestClient first = broker.open(TestConnect.v5("client"));
        TestClient second = broker.open(TestConnect.v5("client"));
        // when
        authenticator.answer(ReasonCode.SUCCESS);
        authenticator.answer(ReasonCode.SUCCESS);
        broker.settle();
        // then
        assertThat(first.isClosed()).isTrue();
        assertThat(second.accepted().isClosed()).isFalse();
    }
}
