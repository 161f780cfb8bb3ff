package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.QueueFullPolicy;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a shared group: when it is stored, and its limits. */
@OnOneShardAndOnFour
class SharedQueueTest extends SharedQueueCase {
    SharedQueueTest(int shards) {
        super(shards);
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
}
