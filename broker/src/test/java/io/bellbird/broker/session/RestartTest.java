package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.delayedWill;
import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a broker knows again when it was killed, or stopped, and starts on what was committed. */
@OnOneShardAndOnFour
class RestartTest {
    private final TestBroker broker;
    private TestClient publisher;

    RestartTest(int shards) {
        broker = new TestBroker(shards);
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private void crash() {
        broker.crashAndRestart();
        publisher = broker.connect("publisher");
    }

    private static TestConnect staying() {
        return TestConnect.staying("client");
    }

    private TestClient subscribed(Qos qos) {
        return broker.connect(staying()).subscribe("t", qos);
    }

    @Test
    void a_session_is_present_and_its_subscriptions_are_in_force() {
        subscribed(Qos.AT_LEAST_ONCE);

        crash();
        publisher.send(qos1(1, "t", "later"));

        TestClient back = broker.connect(staying());
        assertThat(back.connAck().sessionPresent()).isTrue();
        assertThat(back.payloads()).containsExactly("later");
    }

    @Test
    void a_subscription_that_was_removed_stays_removed() {
        subscribed(Qos.AT_LEAST_ONCE).send(unsubscribe(2, "t"));

        crash();
        publisher.send(qos1(1, "t", "x"));

        assertThat(broker.connect(staying()).payloads()).isEmpty();
    }

    @Test
    void a_session_that_ended_with_its_connection_is_gone() {
        broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE);

        crash();

        assertThat(broker.connect(staying()).connAck().sessionPresent()).isFalse();
    }

    @Test
    void queued_messages_come_in_their_order_and_new_ones_behind_them() {
        // given
        subscribed(Qos.AT_LEAST_ONCE).disconnect();
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= 2_500; i++) {
            publisher.send(qos1(i, "t", "before " + i));
            all.add("before " + i);
        }
        // when
        crash();
        for (int i = 1; i <= 2_500; i++) {
            publisher.send(qos1(i, "t", "after " + i));
            all.add("after " + i);
        }
        // then
        assertThat(broker.connect(staying()).acknowledging().payloads()).isEqualTo(all);
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void a_qos_2_message_in_flight_keeps_its_packet_id() {
        subscribed(Qos.EXACTLY_ONCE);
        publisher.send(qos2(1, "t", "a"), qos2(2, "t", "b"));

        crash();

        TestClient back = broker.connect(staying());
        assertThat(back.received()).containsExactly(duplicate(qos2(1, "t", "a")), duplicate(qos2(2, "t", "b")));
    }

    @Test
    void a_qos_2_message_whose_pubrec_came_is_released_and_not_sent_again() {
        TestClient client = subscribed(Qos.EXACTLY_ONCE);
        publisher.send(qos2(1, "t", "a"), qos2(2, "t", "b"));
        client.send(pubRec(2));

        crash();

        TestClient back = broker.connect(staying());
        assertThat(back.received()).containsExactly(duplicate(qos2(1, "t", "a")), pubRel(2));
        back.send(pubRec(1), pubComp(1), pubComp(2));
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void new_messages_get_no_packet_id_that_an_old_one_has() {
        TestClient client = subscribed(Qos.EXACTLY_ONCE);
        publisher.send(qos1(1, "t", "one"), qos2(2, "t", "two"), qos1(3, "t", "three"));
        assertThat(client.messages()).hasSize(3);

        crash();

        // the store knows the ids of QoS 2, and of what waited behind
        TestClient back = broker.connect(staying());
        assertThat(back.received())
                .containsExactly(qos1(1, "t", "one"), duplicate(qos2(2, "t", "two")), duplicate(qos1(3, "t", "three")));
    }

    @Test
    void a_clean_stop_keeps_the_packet_ids_of_qos_1_too() {
        TestClient client = subscribed(Qos.AT_LEAST_ONCE);
        publisher.send(qos1(1, "t", "a"), qos1(2, "t", "b"), qos1(3, "t", "c"));
        client.send(pubAck(1));

        broker.restart();

        assertThat(broker.connect(staying()).received())
                .containsExactly(duplicate(qos1(2, "t", "b")), duplicate(qos1(3, "t", "c")));
    }

    @Test
    void a_qos_2_message_that_came_in_is_not_taken_twice() {
        // given
        subscribed(Qos.EXACTLY_ONCE).disconnect();
        TestClient sender = broker.connect(TestConnect.staying("sender"));
        sender.send(qos2(7, "t", "x"));
        assertThat(sender.received()).containsExactly(pubRec(7));
        // when
        crash();
        sender = broker.connect(TestConnect.staying("sender"));
        sender.send(duplicate(qos2(7, "t", "x")), pubRel(7));
        // then
        assertThat(sender.received()).containsExactly(pubRec(7), pubComp(7));
        assertThat(broker.connect(staying()).payloads()).containsExactly("x");
    }

    @Test
    void a_qos_2_message_counts_once_wherever_the_crash_comes_between_its_commits() {
        for (int committed = 0; committed < 8; committed++) {
            // given: a publisher and receivers that are at home on different shards
            TestBroker crashing = new TestBroker(4);
            TestClient sender = crashing.connect(TestConnect.staying("sender"));
            TestClient here = crashing.connect(TestConnect.staying("online")).subscribe("t", Qos.EXACTLY_ONCE);
            crashing.connect(TestConnect.staying("away"))
                    .subscribe("t", Qos.EXACTLY_ONCE)
                    .disconnect();
            // when
            crashing.store().hold();
            sender.send(qos2(7, "t", "x"));
            for (int i = 0; i < committed && crashing.store().heldCount() > 0; i++) {
                crashing.store().releaseOne();
                crashing.settle();
            }
            int sentBefore = here.messages().size();
            crashing.crashAndRestart();
            sender = crashing.connect(TestConnect.staying("sender"));
            sender.send(duplicate(qos2(7, "t", "x")));
            // then
            assertThat(sender.received()).as("after %d commits", committed).containsExactly(pubRec(7));
            TestClient back = crashing.connect(TestConnect.staying("online"));
            assertThat(back.messages())
                    .as("after %d commits", committed)
                    .hasSize(1)
                    .allMatch(message -> sentBefore == 0 || message.duplicate());
            assertThat(crashing.connect(TestConnect.staying("away")).payloads())
                    .as("after %d commits", committed)
                    .containsExactly("x");
            crashing.assertSound();
        }
    }

    @Test
    void a_retained_message_is_there_again_and_a_removed_one_is_not() {
        publisher.send(retained(qos1(1, "kept", "x")), retained(qos1(2, "gone", "x")), retained(qos1(3, "gone", "")));

        crash();

        assertThat(broker.connect(staying()).subscribe("#", Qos.AT_LEAST_ONCE).payloads())
                .containsExactly("x");
    }

    @Test
    void the_will_of_a_client_that_was_connected_is_published_before_anybody_connects() {
        subscribed(Qos.AT_LEAST_ONCE).disconnect();
        broker.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "dead")));

        crash();

        assertThat(broker.connect(staying()).payloads()).containsExactly("dead");
        assertThat(broker.store().will("dying")).isNull();
    }

    @Test
    void a_will_that_waits_goes_on_waiting_and_is_published_once() {
        // given
        subscribed(Qos.AT_LEAST_ONCE).disconnect();
        broker.connect(TestConnect.staying("dying").will(delayedWill("t", Qos.AT_LEAST_ONCE, "dead", 60)))
                .lose();
        // when
        crash();
        broker.passSeconds(59);
        assertThat(broker.store().queue("client")).isEmpty();
        broker.passSeconds(1);
        crash();
        broker.passSeconds(100);
        // then
        assertThat(broker.connect(staying()).payloads()).containsExactly("dead");
    }

    @Test
    void a_will_on_its_way_to_another_shard_is_published_though_its_client_is_back() {
        // given
        TestBroker crashing = new TestBroker(2);
        TestClient dying = crashing.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "dead")));
        crashing.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
        crashing.freeze(1);
        dying.lose();
        crashing.connect(TestConnect.staying("dying"));
        // when
        crashing.crashAndRestart();
        // then
        assertThat(crashing.connect(staying()).payloads()).containsExactly("dead");
        crashing.assertSound();
    }

    @Test
    void a_will_on_its_way_to_another_shard_is_published_though_its_session_ended() {
        // given
        TestBroker crashing = new TestBroker(2);
        TestClient dying = crashing.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "dead")));
        crashing.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
        crashing.freeze(1);
        dying.lose();
        crashing.connect("dying");
        // when
        crashing.crashAndRestart();
        // then
        assertThat(crashing.connect(staying()).payloads()).containsExactly("dead");
        assertThat(crashing.store().clientIds()).containsExactly("client");
        crashing.assertSound();
    }

    @Test
    void two_wills_of_a_client_on_their_way_to_another_shard_are_both_published() {
        // given
        TestBroker crashing = new TestBroker(2);
        TestClient dying = crashing.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "once")));
        crashing.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
        crashing.freeze(1);
        dying.lose();
        crashing.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "twice")));
        // when
        crashing.crashAndRestart();
        // then
        assertThat(crashing.connect(staying()).payloads()).containsExactly("once", "twice");
        crashing.assertSound();
    }

    /** A will that does not wait, and one that waits for a minute, of a client that has been away for 50 seconds. */
    private TestBroker withOneWillOnItsWayAndOneThatWaits() {
        TestBroker crashing = new TestBroker(2);
        TestClient dying = crashing.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "once")));
        crashing.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
        crashing.freeze(1);
        dying.lose();
        crashing.connect(TestConnect.staying("dying").will(delayedWill("t", Qos.AT_LEAST_ONCE, "twice", 60)))
                .lose();
        crashing.passSeconds(50);
        return crashing;
    }

    private static void assertSecondWillComesInTime(TestBroker crashing) {
        crashing.passSeconds(9);
        assertThat(crashing.store().queue("client")).hasSize(1);
        crashing.passSeconds(1);
        assertThat(crashing.connect(staying()).payloads()).containsExactly("once", "twice");
        crashing.assertSound();
    }

    @Test
    void a_will_that_gets_where_it_was_going_does_not_put_off_the_next() {
        TestBroker crashing = withOneWillOnItsWayAndOneThatWaits();
        crashing.thaw(1);

        crashing.crashAndRestart();

        assertSecondWillComesInTime(crashing);
    }

    @Test
    void a_will_that_a_start_publishes_does_not_put_off_the_next() {
        TestBroker crashing = withOneWillOnItsWayAndOneThatWaits();

        crashing.crashAndRestart();
        crashing.crashAndRestart();

        assertSecondWillComesInTime(crashing);
    }

    @Test
    void a_clean_stop_publishes_the_wills_that_do_not_wait() {
        subscribed(Qos.AT_LEAST_ONCE).disconnect();
        broker.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "dead")));

        broker.restart();

        assertThat(broker.connect(staying()).payloads()).containsExactly("dead");
    }

    @Test
    void a_session_ends_when_its_expiry_has_passed_after_the_start() {
        broker.connect(TestConnect.v5("client").expirySeconds(60))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();

        crash();
        broker.passSeconds(59);
        assertThat(broker.store().clientIds()).containsExactly("client");
        broker.passSeconds(1);

        assertThat(broker.store().clientIds()).isEmpty();
        assertThat(broker.connect(staying()).connAck().sessionPresent()).isFalse();
    }

    @Test
    void a_will_that_was_published_meanwhile_does_not_prolong_a_session() {
        broker.connect(TestConnect.v5("client").expirySeconds(60).will(delayedWill("w", Qos.AT_LEAST_ONCE, "dead", 50)))
                .lose();
        broker.passSeconds(50);

        crash();
        broker.passSeconds(9);
        assertThat(broker.store().clientIds()).containsExactly("client");
        broker.passSeconds(1);

        assertThat(broker.store().clientIds()).isEmpty();
    }

    @Test
    void a_session_that_was_to_end_with_the_connection_that_a_crash_cut_has_ended() {
        broker.connect(staying()).disconnect();
        broker.connect(TestConnect.v5("client").cleanStart(false));
        assertThat(broker.store().clientIds()).containsExactly("client");

        crash();

        assertThat(broker.store().clientIds()).isEmpty();
    }

    @Test
    void what_a_session_loses_that_ends_before_its_queue_is_counted_is_counted_then() {
        // given
        subscribed(Qos.AT_LEAST_ONCE).disconnect();
        publisher.send(qos1(1, "t", "got"), qos1(2, "t", "sent"), qos1(3, "t", "waits"), qos1(4, "t", "waits"));
        broker.store().holdCounts();
        crash();
        TestClient client = broker.connect(staying().receiveMaximum(2));
        client.send(pubAck(client.messages().get(0).packetId()));
        publisher.send(qos1(5, "t", "new"));
        client.lose();
        // when
        broker.connect(TestConnect.v5("client").cleanStart(true));
        broker.store().release();
        broker.settle();
        // then
        assertThat(broker.count(Counter.DROPPED_SESSION_ENDED)).isEqualTo(4);
        assertThat(broker.level(Gauge.QUEUED_MESSAGES)).isZero();
    }

    @Test
    void a_session_number_is_never_used_again() {
        broker.connect(staying()).disconnect();

        crash();
        broker.connect(TestConnect.staying("other"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        publisher.send(qos1(1, "t", "x"));

        assertThat(broker.store().queue("client")).isEmpty();
        assertThat(broker.store().queue("other")).containsExactly("x");
    }
}
