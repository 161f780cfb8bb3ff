package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.identified;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.unsubAck;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SUBSCRIBE, UNSUBSCRIBE, and what subscriptions ask for. */
@OnOneShardAndOnFour
class SubscribeTest {
    private final TestBroker broker;
    private final TestClient publisher;

    SubscribeTest(int shards) {
        broker = new TestBroker(shards);
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static SubscriptionOptions noLocal(Qos qos) {
        return new SubscriptionOptions(qos, true, false, RetainHandling.SEND_ON_SUBSCRIBE);
    }

    private static SubscriptionOptions asPublished(Qos qos) {
        return new SubscriptionOptions(qos, false, true, RetainHandling.SEND_ON_SUBSCRIBE);
    }

    private static Subscribe.Request request(String filter, Qos qos) {
        return new Subscribe.Request(filter, SubscriptionOptions.of(qos));
    }

    // SUBSCRIBE

    @Test
    void suback_answers_each_filter_in_order() {
        // given
        Subscribe packet = new Subscribe(
                9,
                0,
                List.of(),
                List.of(
                        request("a", Qos.EXACTLY_ONCE),
                        request("$share/group/b", Qos.AT_LEAST_ONCE),
                        request("c", Qos.AT_MOST_ONCE),
                        request("d", Qos.AT_LEAST_ONCE)));
        // when
        TestClient client = broker.connect("client").send(packet);
        // then
        assertThat(client.received())
                .containsExactly(subAck(
                        9,
                        ReasonCode.GRANTED_QOS_2,
                        ReasonCode.GRANTED_QOS_1,
                        ReasonCode.GRANTED_QOS_0,
                        ReasonCode.GRANTED_QOS_1));
    }

    @Test
    void no_local_on_a_shared_subscription_is_a_protocol_error() {
        TestClient client = broker.connect("client").send(subscribe(1, "$share/g/t", noLocal(Qos.AT_MOST_ONCE)));

        assertThat(client.received())
                .containsExactly(Disconnect.because(ReasonCode.PROTOCOL_ERROR, "No Local on a shared subscription"));
    }

    @Test
    void a_shared_subscription_has_a_name_without_wildcards_and_a_filter() {
        for (String filter :
                List.of("$share", "$share/", "$share/g", "$share/g/", "$share//t", "$share/+/t", "$share/#")) {
            TestClient client = broker.connect("client").send(subscribe(1, filter, Qos.AT_MOST_ONCE));

            assertThat(client.received())
                    .containsExactly(Disconnect.because(
                            ReasonCode.PROTOCOL_ERROR,
                            "a shared subscription is $share/NAME/FILTER, and NAME has no wildcard"));
        }
    }

    @Test
    void the_highest_qos_of_the_listener_is_granted_and_no_more() {
        ListenerConfig listener = ListenerConfig.local(0).withMaxQos(Qos.AT_LEAST_ONCE);
        TestClient client = broker.connect(TestConnect.v5("client"), listener);

        client.send(subscribe(1, "t", Qos.EXACTLY_ONCE));
        publisher.send(qos2(1, "t", "x"));

        assertThat(client.received()).containsExactly(subAck(1, ReasonCode.GRANTED_QOS_1), qos1(1, "t", "x"));
    }

    @Test
    void a_message_comes_at_the_lower_of_its_own_and_the_granted_qos() {
        TestClient client = broker.connect("client").acknowledging();
        client.subscribe("0", Qos.AT_MOST_ONCE)
                .subscribe("1", Qos.AT_LEAST_ONCE)
                .subscribe("2", Qos.EXACTLY_ONCE);

        publisher.send(qos2(1, "0", "x"), qos2(2, "1", "x"), qos2(3, "2", "x"), qos0("2", "y"), qos1(4, "2", "z"));

        assertThat(client.messages())
                .containsExactlyInAnyOrder(
                        qos0("0", "x"), qos1(1, "1", "x"), qos2(2, "2", "x"), qos0("2", "y"), qos1(3, "2", "z"));
    }

    @Test
    void more_than_a_thousand_filters_in_one_packet_are_refused_one_by_one() {
        List<Subscribe.Request> requests = IntStream.range(0, 1_002)
                .mapToObj(i -> request("t/" + i, Qos.AT_MOST_ONCE))
                .toList();

        TestClient client = broker.connect("client").send(new Subscribe(1, 0, List.of(), requests));

        List<ReasonCode> reasons = ((SubAck) client.received().get(0)).reasons();
        assertThat(reasons.subList(0, 1_000)).containsOnly(ReasonCode.GRANTED_QOS_0);
        assertThat(reasons.subList(1_000, 1_002)).containsOnly(ReasonCode.QUOTA_EXCEEDED);
    }

    @Test
    void a_hundred_thousand_subscriptions_are_the_limit_of_a_client() {
        // given
        TestClient client = broker.connect("client");
        for (int packet = 0; packet < 100; packet++) {
            int first = packet * 1_000;
            List<Subscribe.Request> requests = IntStream.range(first, first + 1_000)
                    .mapToObj(i -> request("t/" + i, Qos.AT_MOST_ONCE))
                    .toList();
            client.send(new Subscribe(1, 0, List.of(), requests));
        }
        client.received();
        // when
        client.send(subscribe(1, "one/more", Qos.AT_MOST_ONCE), subscribe(2, "t/0", Qos.AT_LEAST_ONCE));
        // then
        assertThat(client.received())
                .containsExactly(subAck(1, ReasonCode.QUOTA_EXCEEDED), subAck(2, ReasonCode.GRANTED_QOS_1));
    }

    @Test
    void a_subscription_is_in_force_when_suback_comes() {
        TestClient client = broker.connect("client");

        client.send(subscribe(1, "a/+", Qos.AT_MOST_ONCE));

        assertThat(broker.interest().mask(Topic.of("a/b"))).isEqualTo(1L << broker.home("client"));
        publisher.send(qos0("a/b", "x"));
        assertThat(client.received()).containsExactly(subAck(1, ReasonCode.GRANTED_QOS_0), qos0("a/b", "x"));
    }

    @Test
    void a_subscription_of_a_session_that_stays_is_acknowledged_when_it_is_committed() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client"));
        broker.store().hold();
        // when
        client.send(subscribe(1, "t", Qos.AT_LEAST_ONCE), unsubscribe(2, "u"));
        // then
        assertThat(client.received()).isEmpty();
        broker.store().release();
        broker.settle();
        assertThat(client.received())
                .containsExactly(subAck(1, ReasonCode.GRANTED_QOS_1), unsubAck(2, ReasonCode.NO_SUBSCRIPTION_EXISTED));
        assertThat(broker.store().filters("client")).containsExactly("t");
    }

    @Test
    void subscribing_again_replaces_the_options() {
        TestClient client = broker.connect("client");
        client.subscribe("t", Qos.AT_LEAST_ONCE);
        client.send(subscribe(1, 7, "t", SubscriptionOptions.of(Qos.AT_MOST_ONCE)));

        publisher.send(qos1(1, "t", "x"));

        assertThat(client.received())
                .containsExactly(subAck(1, ReasonCode.GRANTED_QOS_0), identified(qos0("t", "x"), 7));
    }

    // UNSUBSCRIBE

    @Test
    void unsuback_answers_each_filter_in_order_and_nothing_more_comes() {
        TestClient client =
                broker.connect("client").subscribe("a", Qos.AT_MOST_ONCE).subscribe("b", Qos.AT_MOST_ONCE);

        client.send(unsubscribe(5, "a", "x", "a"));
        publisher.send(qos0("a", "1"), qos0("b", "2"));

        assertThat(client.received())
                .containsExactly(
                        unsubAck(
                                5,
                                ReasonCode.SUCCESS,
                                ReasonCode.NO_SUBSCRIPTION_EXISTED,
                                ReasonCode.NO_SUBSCRIPTION_EXISTED),
                        qos0("b", "2"));
    }

    @Test
    void unsubscribing_compares_filters_as_text() {
        TestClient client = broker.connect("client").subscribe("a/+", Qos.AT_MOST_ONCE);

        client.send(unsubscribe(1, "a/b"), unsubscribe(2, "+/+"));
        publisher.send(qos0("a/b", "x"));

        assertThat(client.payloads()).containsExactly("x");
    }

    @Test
    void what_is_in_flight_is_completed_after_unsubscribe() {
        // given: one message in flight, one in the queue
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(1)).subscribe("t", Qos.AT_LEAST_ONCE);
        publisher.send(qos1(1, "t", "1"), qos1(2, "t", "2"));
        // when
        client.send(unsubscribe(1, "t"));
        publisher.send(qos1(3, "t", "3"));
        client.acknowledging().send(pubAck(1));
        // then
        assertThat(client.payloads()).containsExactly("1", "2");
    }

    // What subscriptions ask for

    @Test
    void overlapping_subscriptions_bring_one_copy_with_all_identifiers() {
        TestClient client = broker.connect("client");
        client.send(
                subscribe(1, 11, "a/#", SubscriptionOptions.of(Qos.AT_MOST_ONCE)),
                subscribe(2, 12, "a/+", SubscriptionOptions.of(Qos.AT_LEAST_ONCE)),
                subscribe(3, "a/b", Qos.AT_MOST_ONCE));
        client.received();

        publisher.send(qos1(1, "a/b", "x"));

        List<Publish> messages = client.messages();
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0).qos()).isEqualTo(Qos.AT_LEAST_ONCE);
        assertThat(List.of(
                        messages.get(0).subscriptionIdentifiers().get(0),
                        messages.get(0).subscriptionIdentifiers().get(1)))
                .containsExactlyInAnyOrder(11, 12);
    }

    @Test
    void a_client_gets_its_own_messages_unless_it_asked_for_no_local() {
        TestClient client = broker.connect("client");
        client.subscribe("all", Qos.AT_MOST_ONCE).subscribe("others", noLocal(Qos.AT_MOST_ONCE));

        client.send(qos0("all", "own"), qos0("others", "own"));
        publisher.send(qos0("all", "foreign"), qos0("others", "foreign"));

        assertThat(client.messages())
                .containsExactly(qos0("all", "own"), qos0("all", "foreign"), qos0("others", "foreign"));
    }

    @Test
    void retain_is_forwarded_only_to_those_who_asked_for_it() {
        TestClient plain = broker.connect("plain").subscribe("t", Qos.AT_MOST_ONCE);
        TestClient asPublished = broker.connect("asPublished").subscribe("t", asPublished(Qos.AT_MOST_ONCE));

        publisher.send(retained(qos0("t", "1")), qos0("t", "2"));

        assertThat(plain.messages()).containsExactly(qos0("t", "1"), qos0("t", "2"));
        assertThat(asPublished.messages()).containsExactly(retained(qos0("t", "1")), qos0("t", "2"));
    }

    @Test
    void a_bridge_of_mqtt_3_gets_no_own_messages_and_retain_as_published() {
        TestClient bridge = broker.connect(TestConnect.v3("bridge").bridge()).subscribe("t", Qos.AT_MOST_ONCE);

        bridge.send(qos0("t", "own"));
        publisher.send(retained(qos0("t", "foreign")));

        assertThat(bridge.messages()).containsExactly(retained(qos0("t", "foreign")));
    }

    @Test
    void wildcards_do_not_match_topics_that_begin_with_a_dollar_sign() {
        TestClient client =
                broker.connect("client").subscribe("#", Qos.AT_MOST_ONCE).subscribe("+/x", Qos.AT_MOST_ONCE);

        publisher.send(qos0("$own/x", "hidden"), qos0("own/x", "seen"));

        assertThat(client.payloads()).containsExactly("seen");
    }

    @Test
    void a_message_reaches_the_subscribers_of_every_shard() {
        // given
        List<TestClient> subscribers = IntStream.range(0, 9)
                .mapToObj(i -> broker.connect("subscriber" + i).subscribe("t/+", Qos.AT_LEAST_ONCE))
                .toList();
        // when
        publisher.send(qos1(1, "t/x", "x"));
        // then
        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(subscribers.stream().flatMap(client -> client.messages().stream()))
                .isEqualTo(Collections.nCopies(9, qos1(1, "t/x", "x")));
    }
}
