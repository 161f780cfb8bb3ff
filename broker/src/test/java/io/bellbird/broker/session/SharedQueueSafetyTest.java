package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Spec;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a shared group: what must be stored before anybody hears of it, and what a crash leaves. */
@OnOneShardAndOnFour
class SharedQueueSafetyTest extends SharedQueueCase {
    SharedQueueSafetyTest(int shards) {
        super(shards);
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

    @Test
    void a_group_that_ends_before_its_queue_is_counted_leaves_nothing_but_its_losses() {
        // given
        member(staying("a")).lose();
        publish(1, 3);
        broker.store().holdCounts();
        crash();
        // when
        broker.connect(TestConnect.v5("a").cleanStart(true));
        broker.store().release();
        broker.settle();
        // then
        assertThat(broker.store().groups()).isEmpty();
        assertThat(broker.level(Gauge.QUEUED_MESSAGES)).isZero();
        assertThat(broker.count(Counter.DROPPED_SESSION_ENDED)).isEqualTo(3);
    }
}
