package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.expiring;
import static io.bellbird.broker.shard.TestPackets.identified;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.unsubAck;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static io.bellbird.broker.shard.TestPackets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shared subscriptions (section 4.8.2): who of a group gets a message, and what happens when clients come and go. */
@OnOneShardAndOnFour
class SharedGroupTest {
    private static final String FILTER = "$share/g/t";

    private final int shards;
    private TestBroker broker;
    private TestClient publisher;

    SharedGroupTest(int shards) {
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

    private TestClient member(String clientId) {
        return broker.connect(clientId).subscribe(FILTER, Qos.EXACTLY_ONCE);
    }

    private TestClient member(TestConnect connect) {
        return broker.connect(connect).subscribe(FILTER, Qos.EXACTLY_ONCE);
    }

    private void publish(String... payloads) {
        for (String payload : payloads) {
            publisher.send(qos1(1, "t", payload));
        }
        assertThat(publisher.received()).hasSize(payloads.length).containsOnly(pubAck(1));
    }

    // Distribution

    @Test
    void each_message_goes_to_one_member_in_turn() {
        TestClient a = member("a").acknowledging();
        TestClient b = member("b").acknowledging();
        TestClient c = member("c").acknowledging();

        publish("1", "2", "3", "4", "5", "6");

        assertThat(a.payloads()).containsExactly("1", "4");
        assertThat(b.payloads()).containsExactly("2", "5");
        assertThat(c.payloads()).containsExactly("3", "6");
    }

    @Test
    void qos_0_goes_round_as_well() {
        TestClient a = member("a");
        TestClient b = member("b");

        publisher.send(qos0("t", "1"), qos0("t", "2"), qos0("t", "3"));

        assertThat(a.messages()).containsExactly(qos0("t", "1"), qos0("t", "3"));
        assertThat(b.messages()).containsExactly(qos0("t", "2"));
    }

    @Test
    void groups_of_other_names_and_of_other_filters_and_subscriptions_of_their_own_get_their_copies() {
        // given
        TestClient a = member("a").acknowledging();
        TestClient other = broker.connect("other")
                .subscribe("$share/h/t", Qos.AT_LEAST_ONCE)
                .acknowledging();
        TestClient wild = broker.connect("wild")
                .subscribe("$share/g/#", Qos.AT_LEAST_ONCE)
                .acknowledging();
        TestClient alone =
                broker.connect("alone").subscribe("t", Qos.AT_LEAST_ONCE).acknowledging();
        // when
        publish("1", "2");
        // then
        for (TestClient client : List.of(a, other, wild, alone)) {
            assertThat(client.payloads()).containsExactly("1", "2");
        }
    }

    @Test
    void a_client_gets_a_copy_of_its_own_besides_the_one_that_it_shares() {
        TestClient client = member("a").subscribe("t", Qos.AT_MOST_ONCE).acknowledging();

        publish("1");

        assertThat(client.payloads()).containsExactly("1", "1");
    }

    @Test
    void a_member_without_room_is_passed_over() {
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        TestClient b = member(TestConnect.v5("b").receiveMaximum(3));

        publish("1", "2", "3", "4", "5");
        assertThat(a.payloads()).containsExactly("1");
        assertThat(b.payloads()).containsExactly("2", "3", "4");

        a.send(pubAck(1));
        assertThat(a.payloads()).containsExactly("5");
    }

    @Test
    void qos_0_goes_to_a_member_with_room_first() {
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        TestClient b = member("b");
        publish("1");
        assertThat(a.payloads()).containsExactly("1");

        publisher.send(qos0("t", "2"), qos0("t", "3"));

        assertThat(b.payloads()).containsExactly("2", "3");
    }

    @Test
    void qos_0_goes_to_a_member_without_room_when_there_is_no_other() {
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        publish("1", "2");

        publisher.send(qos0("t", "3"));

        assertThat(a.payloads()).containsExactly("1", "3");
    }

    @Test
    @Spec("MQTT-4.8.2-3")
    void each_member_gets_messages_as_its_own_subscription_asks() {
        // given
        TestClient plain = broker.connect("plain").subscribe(FILTER, Qos.AT_MOST_ONCE);
        TestClient wanting = broker.connect("wanting")
                .send(subscribe(
                        9,
                        77,
                        FILTER,
                        new SubscriptionOptions(Qos.EXACTLY_ONCE, false, true, RetainHandling.SEND_ON_SUBSCRIBE)));
        assertThat(wanting.received()).containsExactly(subAck(9, ReasonCode.GRANTED_QOS_2));
        // when
        publisher.send(retained(qos2(1, "t", "1")), retained(qos2(2, "t", "2")), retained(qos1(3, "t", "3")));
        publisher.send(retained(qos1(4, "t", "4")));
        // then
        assertThat(plain.messages()).containsExactly(qos0("t", "1"), qos0("t", "3"));
        assertThat(wanting.messages())
                .containsExactly(
                        identified(retained(qos2(1, "t", "2")), 77), identified(retained(qos1(2, "t", "4")), 77));
    }

    @Test
    void a_subscription_repeated_has_other_options_and_is_one_still() {
        TestClient a = member("a").subscribe(FILTER, Qos.AT_MOST_ONCE);
        TestClient b = member("b");

        publisher.send(qos1(1, "t", "1"), qos1(2, "t", "2"), qos1(3, "t", "3"));

        assertThat(a.messages()).containsExactly(qos0("t", "1"), qos0("t", "3"));
        assertThat(b.messages()).containsExactly(qos1(1, "t", "2"));
        assertThat(broker.level(Gauge.SHARED_SUBSCRIPTIONS)).isEqualTo(2);
    }

    @Test
    void the_qos_is_upgraded_when_the_configuration_says_so() {
        use(settings -> settings.upgradeOutgoingQos(true));
        TestClient a = member("a");
        TestClient b = broker.connect("b").subscribe(FILTER, Qos.AT_LEAST_ONCE);

        publisher.send(qos0("t", "1"), qos0("t", "2"));

        assertThat(a.messages()).containsExactly(qos2(1, "t", "1"));
        assertThat(b.messages()).containsExactly(qos1(1, "t", "2"));
    }

    @Test
    void there_are_no_retained_messages_for_a_shared_subscription() {
        publisher.send(retained(qos1(1, "t", "kept")));

        assertThat(member("a").received()).isEmpty();
    }

    @Test
    void a_client_of_mqtt_3_shares_too() {
        TestClient a = member(TestConnect.v3("a")).acknowledging();
        TestClient b = member("b").acknowledging();

        publish("1", "2");

        assertThat(a.payloads()).containsExactly("1");
        assertThat(b.payloads()).containsExactly("2");
    }

    @Test
    void a_message_that_is_too_large_for_its_member_is_dropped_and_makes_room() {
        TestClient a = member(TestConnect.v5("a").maximumPacketSize(60).receiveMaximum(1));

        publish("x".repeat(100), "small");

        assertThat(a.payloads()).containsExactly("small");
        assertThat(broker.count(Counter.DROPPED_TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void a_message_that_expired_while_it_waited_is_dropped() {
        // given
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        publish("1");
        publisher.send(with(expiring(5), qos1(1, "t", "2")), qos1(2, "t", "3"));
        // when
        broker.passSeconds(6);
        a.acknowledging();
        // then
        assertThat(a.payloads()).containsExactly("1", "3");
        assertThat(broker.count(Counter.DROPPED_EXPIRED)).isEqualTo(1);
    }

    @Test
    @Spec("MQTT-4.8.2-6")
    void a_message_that_its_member_refuses_goes_to_nobody_else() {
        TestClient a = member("a");
        TestClient b = member("b");
        publish("1");
        publisher.send(qos2(1, "t", "2"), qos2(2, "t", "3"), qos2(3, "t", "4"));

        a.send(new PubAck(1, ReasonCode.QUOTA_EXCEEDED), new PubRec(2, ReasonCode.NOT_AUTHORIZED));
        a.lose();

        assertThat(a.payloads()).containsExactly("1", "3");
        assertThat(b.payloads()).containsExactly("2", "4");
    }

    @Test
    void suback_comes_when_the_group_has_the_member() {
        // given
        TestClient a = broker.connect("a");
        broker.freeze(broker.home(FILTER));
        boolean apart = shards > 1;
        // when
        a.send(subscribe(1, FILTER, Qos.AT_LEAST_ONCE));
        // then
        if (apart) {
            assertThat(a.received()).isEmpty();
        }
        broker.thaw(broker.home(FILTER));
        assertThat(a.received()).containsExactly(subAck(1, ReasonCode.GRANTED_QOS_1));
    }

    @Test
    void many_groups_have_many_members() {
        // given
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestClient client = broker.connect("c" + i).acknowledging();
            clients.add(client);
            for (int g = 0; g < 20; g++) {
                client.subscribe("$share/g" + g + "/t", Qos.AT_LEAST_ONCE);
            }
        }
        // when
        publish("1", "2", "3");
        // then
        assertThat(clients.stream().mapToInt(client -> client.payloads().size()).sum())
                .isEqualTo(3 * 20);
    }

    // Clients go

    @Test
    void what_was_not_sent_goes_to_another_when_a_client_is_gone() {
        // given: "2" waits for the outbox of a, which takes nothing from the network
        TestClient a = member("a").stopTaking();
        String large = "x".repeat(300_000);
        publish(large, "2");
        TestClient b = member("b").acknowledging();
        // when
        a.lose();
        // then: in order, and the first as if it were new
        assertThat(b.messages().equals(List.of(qos1(1, "t", large), qos1(2, "t", "2"))))
                .isTrue();
    }

    @Test
    @Spec("MQTT-4.8.2-5")
    void qos_1_that_was_sent_goes_to_another_when_the_session_ends_and_qos_2_does_not() {
        TestClient a = member("a");
        publisher.send(qos1(1, "t", "1"), qos2(2, "t", "2"), qos1(3, "t", "3"));
        assertThat(a.payloads()).containsExactly("1", "2", "3");
        TestClient b = member("b");

        a.lose();

        assertThat(b.messages()).containsExactly(qos1(1, "t", "1"), qos1(2, "t", "3"));
    }

    @Test
    @Spec("MQTT-4.8.2-4")
    void what_was_sent_stays_with_the_client_as_long_as_its_session_lives() {
        // given
        TestClient a = member(TestConnect.staying("a"));
        publisher.send(qos1(1, "t", "1"), qos2(2, "t", "2"), qos2(3, "t", "3"));
        a.send(pubRec(3));
        a.lose();
        TestClient b = member("b").acknowledging();
        // when
        publisher.send(qos1(4, "t", "4"));
        TestClient back = broker.connect(TestConnect.staying("a"));
        // then
        assertThat(b.payloads()).containsExactly("4");
        assertThat(back.received())
                .containsExactly(duplicate(qos1(1, "t", "1")), duplicate(qos2(2, "t", "2")), pubRel(3));
        back.send(pubAck(1), pubRec(2), pubComp(2), pubComp(3));
        assertThat(broker.store().groupQueue("g")).isEmpty();
    }

    @Test
    void what_is_sent_again_keeps_within_the_new_receive_maximum_and_nothing_overtakes_it() {
        // given
        TestClient a = member(TestConnect.staying("a"));
        publisher.send(qos1(1, "t", "1"), qos1(2, "t", "2"), qos1(3, "t", "3"));
        a.lose();
        // when
        TestClient back =
                broker.connect(TestConnect.staying("a").receiveMaximum(1)).subscribe("own", Qos.AT_LEAST_ONCE);
        publisher.send(qos1(4, "own", "own"));
        // then: "own" gets an id that none of the others has
        assertThat(back.messages()).containsExactly(duplicate(qos1(1, "t", "1")));
        back.send(pubAck(1));
        List<Publish> rest = new ArrayList<>();
        for (List<Publish> more = back.messages(); !more.isEmpty(); more = back.messages()) {
            rest.addAll(more);
            back.send(pubAck(more.get(0).packetId()));
        }
        assertThat(rest)
                .containsExactlyInAnyOrder(
                        duplicate(qos1(2, "t", "2")), duplicate(qos1(3, "t", "3")), qos1(4, "own", "own"));
    }

    @Test
    @Spec("MQTT-4.8.2-5")
    void what_stayed_with_a_client_that_was_away_goes_on_when_its_session_ends() {
        // given
        TestClient a = member(TestConnect.staying("a").expirySeconds(60));
        publisher.send(qos1(1, "t", "1"), qos2(2, "t", "2"), qos1(3, "t", "3"));
        a.lose();
        TestClient b = member(TestConnect.staying("b")).acknowledging();
        // when
        broker.passSeconds(59);
        assertThat(b.messages()).isEmpty();
        broker.passSeconds(2);
        // then
        assertThat(b.messages()).containsExactly(qos1(1, "t", "1"), qos1(2, "t", "3"));
        assertThat(broker.store().groupQueue("g")).isEmpty();
    }

    @Test
    void what_a_client_acknowledges_after_its_return_is_sent_to_nobody() {
        // given
        TestClient a = member(TestConnect.staying("a").expirySeconds(60));
        publisher.send(qos1(1, "t", "1"), qos1(2, "t", "2"));
        a.lose();
        TestClient back =
                broker.connect(TestConnect.staying("a").expirySeconds(60).receiveMaximum(1));
        back.send(pubAck(2));
        back.lose();
        // when
        TestClient b = member("b").acknowledging();
        broker.passSeconds(61);
        // then
        assertThat(b.payloads()).containsExactly("1");
    }

    @Test
    void a_client_that_takes_its_session_over_is_sent_again_what_the_other_connection_had() {
        member(TestConnect.staying("a"));
        publish("1");

        TestClient second = broker.connect(TestConnect.staying("a"));

        assertThat(second.messages()).containsExactly(duplicate(qos1(1, "t", "1")));
    }

    @Test
    void a_clean_start_leaves_the_group() {
        TestClient a = member(TestConnect.staying("a"));
        publish("1");
        TestClient b = member("b").acknowledging();

        TestClient clean = broker.connect("a");
        publish("2");

        assertThat(a.isClosed()).isTrue();
        assertThat(clean.received()).isEmpty();
        assertThat(b.payloads()).containsExactly("1", "2");
    }

    // UNSUBSCRIBE

    @Test
    void who_unsubscribes_completes_what_was_sent_and_the_others_get_the_rest() {
        // given: "2" to "4" are behind the receive maximum of a
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        publish("1", "2", "3");
        TestClient b = broker.connect("b").acknowledging();
        // when
        a.send(unsubscribe(7, FILTER));
        b.subscribe(FILTER, Qos.AT_LEAST_ONCE);
        publish("4");
        // then: the last member had left before the next one came
        assertThat(a.received()).containsExactly(qos1(1, "t", "1"), unsubAck(7, ReasonCode.SUCCESS));
        assertThat(b.payloads()).containsExactly("4");
        a.send(pubAck(1));
        assertThat(a.received()).isEmpty();
    }

    @Test
    void the_group_goes_on_when_one_of_it_unsubscribes() {
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        TestClient b = member(TestConnect.v5("b").receiveMaximum(1));
        publish("1", "2", "3", "4");

        a.send(unsubscribe(7, FILTER));
        b.acknowledging();
        a.lose();

        assertThat(a.payloads()).containsExactly("1");
        assertThat(b.payloads()).containsExactly("2", "3", "4");
    }

    @Test
    void what_was_sent_to_a_client_that_has_unsubscribed_survives_its_connection() {
        // given
        TestClient a = member(TestConnect.staying("a"));
        publisher.send(qos1(1, "t", "1"), qos2(2, "t", "2"), qos2(3, "t", "3"));
        a.send(pubRec(3), unsubscribe(7, FILTER));
        assertThat(broker.store().groups()).isEmpty();
        assertThat(broker.store().queue("a")).containsExactly("1", "2 2", "3 3 released");
        // when
        a.lose();
        TestClient back = broker.connect(TestConnect.staying("a"));
        // then
        assertThat(back.received())
                .containsExactly(duplicate(qos1(1, "t", "1")), duplicate(qos2(2, "t", "2")), pubRel(3));
        back.send(pubAck(1), pubRec(2), pubComp(2), pubComp(3));
        assertThat(broker.store().queue("a")).isEmpty();
    }

    @Test
    void who_unsubscribes_before_all_is_sent_again_gets_it_all_the_same() {
        // given: "2" and "3" wait for room
        TestClient a = member(TestConnect.staying("a"));
        publisher.send(qos1(1, "t", "1"), qos2(2, "t", "2"), qos1(3, "t", "3"));
        a.lose();
        TestClient back = broker.connect(TestConnect.staying("a").receiveMaximum(1));
        // when
        back.send(unsubscribe(7, FILTER));
        back.lose();
        // then
        TestClient again = broker.connect(TestConnect.staying("a")).acknowledging();
        assertThat(again.messages())
                .containsExactly(
                        duplicate(qos1(1, "t", "1")), duplicate(qos2(2, "t", "2")), duplicate(qos1(3, "t", "3")));
        assertThat(broker.store().queue("a")).isEmpty();
    }

    @Test
    void unsubscribing_what_is_not_subscribed_says_so() {
        assertThat(broker.connect("a").send(unsubscribe(1, FILTER)).received())
                .containsExactly(unsubAck(1, ReasonCode.NO_SUBSCRIPTION_EXISTED));
    }

    @Test
    void after_the_last_member_nobody_is_interested() {
        TestClient a = member("a");
        member("b").lose();
        a.send(unsubscribe(7, FILTER));

        publisher.send(qos1(1, "t", "x"));

        assertThat(publisher.received()).containsExactly(new PubAck(1, ReasonCode.NO_MATCHING_SUBSCRIBERS));
        assertThat(broker.level(Gauge.SHARED_SUBSCRIPTIONS)).isZero();
        assertThat(broker.memoryBytes()).isZero();
    }

    @Test
    void a_message_on_its_way_to_a_client_that_leaves_goes_to_another() {
        // given: the shard of a does not look while "1" comes
        TestClient b = broker.connect("b").acknowledging();
        TestClient a = member("a");
        broker.freeze(broker.home("a"));
        publisher.sendLater(qos1(1, "t", "1"));
        a.sendLater(unsubscribe(7, FILTER));
        broker.settle();
        // when
        if (shards > 1) {
            b.subscribe(FILTER, Qos.AT_LEAST_ONCE);
            broker.thaw(broker.home("a"));
            // then
            assertThat(b.payloads()).containsExactly("1");
            assertThat(a.received()).containsExactly(unsubAck(7, ReasonCode.SUCCESS));
        } else {
            broker.thaw(broker.home("a"));
        }
    }
}
