package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.QueueFullPolicy;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for a shared group: when it is stored, its limits, and what a crash leaves of it. */
@OnOneShardAndOnFour
class SharedQueueTest {
    private static final String FILTER = "$share/g/t";

    private final int shards;
    private TestBroker broker;
    private TestClient publisher;

    SharedQueueTest(int shards) {
        this.shards = shards;
        use(settings -> settings);
    }

    private void use(UnaryOperator<BrokerConfig.Builder> settings) {
        broker = new TestBroker(shards, settings);
        publisher = broker.connect(publishing());
    }

    private static TestConnect publishing() {
        return TestConnect.staying("publisher");
    }

    private void crash() {
        broker.crashAndRestart();
        publisher = broker.connect(publishing());
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static TestConnect staying(String clientId) {
        return TestConnect.staying(clientId);
    }

    private TestClient member(TestConnect connect) {
        return broker.connect(connect).subscribe(FILTER, Qos.EXACTLY_ONCE);
    }

    private TestClient back(String clientId) {
        return broker.connect(staying(clientId));
    }

    /** Publishes messages with consecutive numbers as payloads, all acknowledged to the publisher. */
    private List<String> publish(int first, int last) {
        List<String> payloads = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            payloads.add(Integer.toString(i));
            publisher.send(qos1(1, "t", Integer.toString(i)));
        }
        assertThat(publisher.received()).hasSize(payloads.size()).containsOnly(pubAck(1));
        return payloads;
    }

    private List<String> stored() {
        return broker.store().groupQueue("g");
    }

    // In the store, or not

    @Test
    void a_group_of_sessions_that_end_with_their_connections_never_touches_the_store() {
        TestConnect passing = TestConnect.v5("publisher2");
        publisher = broker.connect(passing);
        int changes = broker.store().changeCount();
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        TestClient b = member(TestConnect.v5("b")).acknowledging();

        publish(1, 10);
        publisher.send(qos2(7, "t", "x"));
        a.lose();

        assertThat(b.payloads()).hasSize(11);
        assertThat(broker.store().changeCount()).isEqualTo(changes);
    }

    @Test
    void while_nobody_is_connected_messages_wait_for_a_member_that_will_come_back() {
        // given
        member(staying("a")).lose();
        member(staying("b")).lose();
        // when
        List<String> all = publish(1, 10);
        publisher.send(qos0("t", "lost"));
        // then
        assertThat(stored()).isEqualTo(all);
        assertThat(back("b").acknowledging().payloads()).isEqualTo(all);
        assertThat(stored()).isEmpty();
    }

    @Test
    void messages_wait_for_nobody_when_all_have_subscribed_with_qos_0() {
        broker.connect(staying("a")).subscribe(FILTER, Qos.AT_MOST_ONCE).lose();

        publish(1, 1);

        assertThat(stored()).isEmpty();
        assertThat(back("a").received()).isEmpty();
    }

    @Test
    void qos_0_waits_when_the_configuration_says_so() {
        use(settings -> settings.queueQos0Messages(true));
        member(staying("a")).lose();

        publisher.send(qos0("t", "a"), qos1(1, "t", "b"), qos0("t", "c"));

        assertThat(stored()).containsExactly("a", "b", "c");
        assertThat(back("a").acknowledging().payloads()).containsExactly("a", "b", "c");
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_group_is_stored_as_long_as_it_has_members_and_then_gone() {
        TestClient a = member(staying("a"));
        TestClient b = member(staying("b"));
        assertThat(broker.store().groups()).containsExactly("g");
        a.lose();
        b.lose();
        publish(1, 3);

        broker.connect("a").send(unsubscribe(1, FILTER));
        assertThat(stored()).hasSize(3);
        broker.connect("b");

        assertThat(broker.store().groups()).isEmpty();
        assertThat(stored()).isEmpty();
        assertThat(broker.memoryBytes()).isZero();
    }

    @Test
    void what_waits_already_is_stored_when_the_first_session_comes_that_is() {
        // given: "1" is with a, "2" and "3" wait
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        publish(1, 3);
        // when
        TestClient b = member(staying("b").receiveMaximum(1));
        assertThat(b.payloads()).containsExactly("2");
        assertThat(stored()).containsExactly("2", "3");
        a.lose();
        // then: "1" was not in the store, and is now, behind the others
        assertThat(stored()).containsExactly("2", "3", "1");
        crash();
        assertThat(back("b").acknowledging().payloads()).containsExactly("2", "3", "1");
    }

    @Test
    void a_group_stays_stored_when_only_members_are_left_that_are_not() {
        member(staying("b")).lose();
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        publish(1, 3);

        broker.connect("b");
        assertThat(stored()).containsExactly("1", "2", "3");

        assertThat(a.acknowledging().payloads()).containsExactly("1", "2", "3");
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_long_queue_is_read_back_and_nothing_is_lost() {
        // given
        member(staying("a")).lose();
        member(staying("b")).lose();
        List<String> all = publish(1, 5_000);
        assertThat(broker.memoryBytes()).isZero();
        // when
        TestClient a = back("a").acknowledging();
        TestClient b = back("b").acknowledging();
        // then
        List<String> seen = new ArrayList<>(a.payloads());
        seen.addAll(b.payloads());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(stored()).isEmpty();
    }

    @Test
    void what_comes_back_is_before_what_lies_in_the_store_only() {
        // given: the first 128 are with a, more than a window lies behind
        TestClient a = member(staying("a").receiveMaximum(128));
        List<String> all = publish(1, 3_000);
        assertThat(a.payloads()).hasSize(128);
        // when: all are away for a while, and the session of a ends
        TestClient b = member(staying("b"));
        List<String> first = b.payloads();
        b.lose();
        a.lose();
        broker.connect("a").disconnect();
        b = back("b").acknowledging();
        // then: what b had comes first, then what a had
        List<String> seen = b.payloads();
        assertThat(seen.subList(0, first.size())).isEqualTo(first);
        assertThat(seen.get(first.size())).isEqualTo("1");
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(stored()).isEmpty();
    }

    @Test
    void large_messages_are_handed_over_a_few_at_a_time() {
        TestClient a = member(staying("a").receiveMaximum(1));
        TestClient b = member(staying("b"));
        String large = "x".repeat(700_000);
        for (int i = 0; i < 10; i++) {
            publisher.send(qos1(1, "t", i + large));
        }
        b.lose();

        assertThat(a.acknowledging().payloads().stream()
                        .map(payload -> payload.charAt(0))
                        .toList())
                .contains('0', '4', '5', '6', '7', '8', '9')
                .doesNotHaveDuplicates();
    }

    // Limits

    @Test
    void a_full_queue_drops_its_newest_messages_and_counts_them() {
        use(settings -> settings.maxQueuedMessages(3));
        member(staying("a")).lose();

        publish(1, 5);

        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
        assertThat(stored()).containsExactly("1", "2", "3");
    }

    @Test
    void what_members_have_does_not_count_against_the_limit() {
        use(settings -> settings.maxQueuedMessages(2));
        TestClient a = member(staying("a").receiveMaximum(3));

        publish(1, 7);

        assertThat(a.acknowledging().payloads()).containsExactly("1", "2", "3", "4", "5");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void a_full_queue_drops_its_oldest_messages_when_the_policy_says_so() {
        use(settings -> settings.maxQueuedMessages(3).queueFullPolicy(QueueFullPolicy.DROP_OLDEST));
        member(staying("a")).lose();

        publish(1, 5);

        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
        assertThat(stored()).containsExactly("3", "4", "5");
        assertThat(back("a").acknowledging().payloads()).containsExactly("3", "4", "5");
    }

    @Test
    void what_a_member_had_before_a_crash_is_not_dropped_and_all_that_comes_is() {
        // given: two are in flight to a member that is away
        use(settings -> settings.maxQueuedMessages(1).queueFullPolicy(QueueFullPolicy.DROP_OLDEST));
        member(staying("a"));
        publisher.send(qos2(1, "t", "1"), qos2(2, "t", "2"));
        crash();
        // when
        publish(3, 5);
        // then
        assertThat(stored()).containsExactly("1 1", "2 2");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(3);
    }

    @Test
    void a_full_queue_rejects_when_the_policy_says_so() {
        use(settings -> settings.maxQueuedMessages(1).queueFullPolicy(QueueFullPolicy.REJECT));
        member(staying("a")).lose();

        publisher.send(qos1(1, "t", "1"), qos1(2, "t", "2"));

        assertThat(publisher.received()).containsExactly(pubAck(1), new PubAck(2, ReasonCode.QUOTA_EXCEEDED));
        assertThat(broker.count(Counter.REJECTED_QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void nobody_is_disconnected_because_a_group_has_a_full_queue() {
        use(settings -> settings.maxQueuedMessages(1).queueFullPolicy(QueueFullPolicy.DISCONNECT));
        TestClient a = member(staying("a").receiveMaximum(1));

        publish(1, 5);

        assertThat(a.isClosed()).isFalse();
        assertThat(a.acknowledging().payloads()).containsExactly("1", "2");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(3);
    }

    // A store that takes its time

    @Test
    void suback_comes_when_the_group_is_stored() {
        // given
        TestClient a = broker.connect(staying("a"));
        broker.store().hold();
        // when
        a.send(subscribe(1, FILTER, Qos.AT_LEAST_ONCE));
        assertThat(a.received()).isEmpty();
        // then
        broker.store().release();
        broker.settle();
        assertThat(a.received()).containsExactly(subAck(1, ReasonCode.GRANTED_QOS_1));
        assertThat(broker.store().groups()).containsExactly("g");
    }

    @Test
    void the_publisher_is_acknowledged_when_the_queue_of_the_group_is_stored() {
        member(staying("a")).lose();
        broker.store().hold();

        publisher.send(qos1(1, "t", "1"));
        assertThat(publisher.received()).isEmpty();

        broker.store().release();
        broker.settle();
        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(stored()).containsExactly("1");
    }

    @Test
    void qos_1_that_is_acknowledged_before_it_is_stored_never_is() {
        member(staying("a")).acknowledging();
        broker.store().hold();
        int changes = broker.store().changeCount();

        publisher.send(qos1(1, "t", "1"));
        broker.store().release();
        broker.settle();

        assertThat(publisher.received()).containsExactly(pubAck(1));
        assertThat(stored()).isEmpty();
        assertThat(broker.store().changeCount() - changes).isEqualTo(1);
    }

    @Test
    void qos_2_leaves_when_it_is_known_whose_it_is() {
        // given
        TestClient a = member(staying("a"));
        broker.store().hold();
        // when
        publisher.send(qos2(1, "t", "1"), qos1(2, "t", "2"));
        assertThat(a.received()).isEmpty();
        broker.store().release();
        broker.settle();
        // then
        assertThat(a.messages()).containsExactly(qos2(1, "t", "1"), qos1(2, "t", "2"));
        assertThat(stored()).containsExactly("1 1", "2");
    }

    @Test
    void qos_2_that_was_not_sent_yet_goes_to_another_when_the_session_ends() {
        // given: the packet id for a is in the store, or about to be
        TestClient a = member(staying("a"));
        TestClient b = member(staying("b").receiveMaximum(1));
        publisher.send(qos2(1, "t", "1"), qos2(2, "t", "2"));
        assertThat(a.payloads()).containsExactly("1");
        broker.store().hold();
        publisher.send(qos2(3, "t", "3"));
        a.lose();
        // when
        broker.open(TestConnect.v5("a"));
        broker.store().release();
        broker.settle();
        // then: "1" was sent, and is nobody's any more [MQTT-4.8.2-5]
        assertThat(b.acknowledging().payloads()).containsExactly("2", "3");
        assertThat(stored()).isEmpty();
    }

    @Test
    void qos_2_that_was_not_sent_yet_to_a_passing_client_goes_to_another() {
        // given: "2" and "3" wait in the store
        member(staying("b")).lose();
        TestClient a = member(TestConnect.v5("a").receiveMaximum(1));
        publisher.send(qos2(1, "t", "1"), qos2(2, "t", "2"), qos2(3, "t", "3"));
        assertThat(a.payloads()).containsExactly("1");
        // when: "2" is taken out of the queue for a, which does not get it
        broker.store().hold();
        a.send(pubRec(1), pubComp(1));
        a.lose();
        broker.store().release();
        broker.settle();
        // then
        assertThat(a.payloads()).isEmpty();
        assertThat(back("b").acknowledging().payloads()).containsExactlyInAnyOrder("2", "3");
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_passing_client_gets_qos_2_from_the_store_when_nobody_else_can() {
        // given
        member(staying("b")).lose();
        publisher.send(qos2(1, "t", "1"));
        broker.settle();
        // when
        TestClient a = broker.connect("a");
        broker.store().hold();
        a.send(subscribe(1, FILTER, Qos.EXACTLY_ONCE));
        assertThat(a.messages()).isEmpty();
        broker.store().release();
        broker.settle();
        // then
        assertThat(a.payloads()).containsExactly("1");
        crash();
        assertThat(back("b").messages()).isEmpty();
    }

    @Test
    void a_client_may_leave_while_the_queue_is_read_back() {
        // given
        member(staying("a")).lose();
        List<String> all = publish(1, 1_500);
        TestClient first = back("a").acknowledging();
        broker.store().hold();
        first.lose();
        TestClient second = broker.open(staying("a"));
        broker.store().release();
        broker.settle();
        second.accepted().acknowledging();
        // then
        List<String> seen = new ArrayList<>(first.payloads());
        seen.addAll(second.payloads());
        assertThat(seen).containsAll(all);
        assertThat(stored()).isEmpty();
    }

    // Crashes

    @Test
    void a_crash_leaves_what_was_acknowledged_to_the_publisher() {
        // given
        TestClient a = member(staying("a").receiveMaximum(2));
        member(staying("b")).lose();
        List<String> all = publish(1, 10);
        assertThat(a.payloads()).hasSize(2);
        // when
        crash();
        // then: others may have what a had
        assertThat(back("b").acknowledging().payloads()).isEqualTo(all);
        assertThat(back("a").messages()).isEmpty();
        assertThat(stored()).isEmpty();
    }

    @Test
    void who_publishes_while_a_broker_starts_again_reaches_the_group() {
        member(staying("a")).lose();
        crash();

        publish(1, 2);

        assertThat(stored()).containsExactly("1", "2");
        assertThat(back("a").acknowledging().payloads()).containsExactly("1", "2");
    }

    @Test
    @Spec("MQTT-4.8.2-4")
    void after_a_crash_qos_2_that_was_sent_stays_with_its_client() {
        // given
        TestClient a = member(staying("a"));
        publisher.send(qos2(1, "t", "1"), qos2(2, "t", "2"), qos1(3, "t", "3"));
        a.send(pubRec(2));
        assertThat(stored()).containsExactly("1 1", "2 2 released", "3");
        member(staying("b")).lose();
        // when
        crash();
        TestClient b = back("b").acknowledging();
        // then
        assertThat(b.payloads()).containsExactly("3");
        TestClient again = back("a");
        assertThat(again.received()).containsExactly(duplicate(qos2(1, "t", "1")), pubRel(2));
        again.send(pubRec(1), pubComp(1), pubComp(2));
        assertThat(stored()).isEmpty();
    }

    @Test
    @Spec("MQTT-4.8.2-5")
    void after_a_crash_qos_2_that_was_sent_is_discarded_when_its_session_ends() {
        member(staying("a"));
        publisher.send(qos2(1, "t", "1"), qos1(2, "t", "2"));
        member(staying("b")).lose();
        crash();

        broker.connect("a");

        assertThat(back("b").acknowledging().payloads()).containsExactly("2");
        assertThat(stored()).isEmpty();
    }

    @Test
    void after_a_crash_who_unsubscribes_completes_what_was_sent() {
        // given
        member(staying("b")).lose();
        member(staying("a"));
        publisher.send(qos2(1, "t", "1"));
        crash();
        // when
        TestClient a = back("a").send(unsubscribe(1, FILTER));
        back("b");
        // then
        assertThat(a.messages()).containsExactly(duplicate(qos2(1, "t", "1")));
        assertThat(broker.store().queue("a")).containsExactly("1 1");
        assertThat(stored()).isEmpty();
    }

    @Test
    void after_a_crash_packet_ids_are_free_again_when_the_group_ends_with_its_messages() {
        // given: the message of a is not read back before a leaves
        member(staying("a"));
        publisher.send(qos2(1, "t", "1"));
        crash();
        broker.store().hold();
        TestClient a = broker.open(staying("a"));
        // when
        broker.store().release();
        broker.settle();
        a.accepted();
        a.send(unsubscribe(1, FILTER)).acknowledging();
        // then
        assertThat(broker.store().groups()).isEmpty();
        assertThat(broker.store().queue("a")).isEmpty();
    }

    @Test
    void a_crash_while_a_session_ends_leaves_no_group_behind() {
        member(staying("a")).lose();
        publish(1, 2);
        broker.store().hold();
        TestClient ending = broker.open(TestConnect.v5("a"));
        assertThat(ending.isClosed()).isFalse();
        // the session has gone from the store, its group has not
        for (int i = 0; i < 2; i++) {
            broker.store().releaseOne();
        }

        crash();

        broker.connect("a");
        assertThat(broker.store().groups()).isEmpty();
    }

    @Test
    void a_clean_stop_loses_nothing_either() {
        // given
        TestClient a = member(staying("a"));
        publisher.send(qos1(1, "t", "1"), qos2(2, "t", "2"));
        assertThat(a.payloads()).containsExactly("1", "2");
        TestClient b = member(TestConnect.v5("b"));
        publisher.send(qos1(3, "t", "3"), qos1(4, "t", "4"));
        assertThat(b.payloads()).hasSize(1);
        // when
        broker.restart();
        // then
        assertThat(back("a").acknowledging().payloads()).containsExactlyInAnyOrder("1", "2", "3", "4");
        assertThat(stored()).isEmpty();
    }

    @Test
    void groups_and_their_members_survive_again_and_again() {
        member(staying("a"));
        for (int i = 1; i <= 5; i++) {
            publisher.send(qos2(i, "t", Integer.toString(i)));
            crash();
        }

        assertThat(back("a").acknowledging().payloads()).containsExactlyInAnyOrder("1", "2", "3", "4", "5");
        assertThat(broker.store().groups()).containsExactly("g");
        assertThat(stored()).isEmpty();
    }
}
