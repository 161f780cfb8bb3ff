package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits for a client: its limits, and what lies in the store only. */
@OnOneShardAndOnFour
class QueueTest {
    private final int shards;
    private TestBroker broker;
    private TestClient publisher;

    QueueTest(int shards) {
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

    private static TestConnect staying() {
        return TestConnect.staying("client");
    }

    /** A client with a subscription that has left. */
    private void subscribeAndLeave(Qos qos) {
        broker.connect(staying()).subscribe("t", qos).disconnect();
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

    // Limits

    @Test
    void a_full_queue_drops_its_newest_messages_and_counts_them() {
        // given
        use(settings -> settings.maxQueuedMessages(3));
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        // when: the publisher is acknowledged all the same
        publish(1, 5);
        // then
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
        assertThat(broker.store().queue("client")).containsExactly("1", "2", "3");
        TestClient back = broker.connect(staying()).acknowledging();
        assertThat(back.payloads()).containsExactly("1", "2", "3");
        publish(6, 6);
        assertThat(back.payloads()).containsExactly("6");
    }

    @Test
    void what_is_in_flight_does_not_count_against_the_limit_of_messages() {
        use(settings -> settings.maxQueuedMessages(2));
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(3)).subscribe("t", Qos.AT_LEAST_ONCE);

        publish(1, 7);

        assertThat(client.acknowledging().payloads()).containsExactly("1", "2", "3", "4", "5");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void a_queue_is_full_too_when_its_messages_count_so_many_bytes() {
        // each counts 300 bytes, one for the topic, and its payload
        use(settings -> settings.maxQueuedBytes(2 * 306));
        subscribeAndLeave(Qos.AT_LEAST_ONCE);

        publisher.send(qos1(1, "t", "12345"), qos1(2, "t", "123456"), qos1(3, "t", "12345"), qos1(4, "t", "1"));

        assertThat(broker.store().queue("client")).containsExactly("12345", "12345");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
        assertThat(broker.connect(staying()).acknowledging().payloads()).containsExactly("12345", "12345");
    }

    @Test
    void a_message_that_can_be_sent_at_once_is_not_measured_by_the_queue() {
        use(settings -> settings.maxQueuedBytes(10));
        TestClient client = broker.connect(staying().receiveMaximum(1)).subscribe("t", Qos.AT_LEAST_ONCE);

        publisher.send(qos1(1, "t", "longer than ten bytes"), qos1(2, "t", "and this one has to wait"));

        assertThat(client.payloads()).containsExactly("longer than ten bytes");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void a_full_queue_of_one_session_does_not_touch_another() {
        use(settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        TestClient other =
                broker.connect("other").subscribe("t", Qos.AT_LEAST_ONCE).acknowledging();

        List<String> all = publish(1, 5);

        assertThat(other.payloads()).isEqualTo(all);
    }

    // QoS 0

    @Test
    void qos_0_does_not_wait_for_a_client_that_is_away() {
        subscribeAndLeave(Qos.AT_LEAST_ONCE);

        publisher.send(qos0("t", "x"));

        assertThat(broker.connect(staying()).received()).isEmpty();
    }

    @Test
    void qos_0_waits_when_the_configuration_says_so() {
        use(settings -> settings.queueQos0Messages(true));
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        broker.connect("passing").subscribe("t", Qos.AT_MOST_ONCE).lose();

        publisher.send(qos0("t", "a"), qos1(1, "t", "b"), qos0("t", "c"));

        assertThat(broker.connect(staying()).acknowledging().payloads()).containsExactly("a", "b", "c");
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void qos_0_does_not_overtake_qos_0_that_waits() {
        // given: "a" waits behind "1", which is in flight
        use(settings -> settings.queueQos0Messages(true));
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        publisher.send(qos1(1, "t", "1"), qos0("t", "a"));
        TestClient back = broker.connect(staying().receiveMaximum(1));
        assertThat(back.payloads()).containsExactly("1");
        // when
        publisher.send(qos0("t", "b"));
        back.send(pubAck(1));
        publisher.send(qos0("t", "c"));
        // then
        assertThat(back.payloads()).containsExactly("a", "b", "c");
    }

    // What lies in the store only

    @Test
    void a_long_queue_is_read_back_in_order_and_nothing_is_lost() {
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        List<String> all = publish(1, 5_000);

        TestClient back = broker.connect(staying()).acknowledging();

        assertThat(back.payloads()).isEqualTo(all);
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void a_long_queue_of_large_messages_is_read_back_too() {
        // given: a window is full with a mebibyte
        subscribeAndLeave(Qos.EXACTLY_ONCE);
        String padding = "x".repeat(100_000);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(i + padding);
            publisher.send(qos2(i + 1, "t", i + padding));
        }
        // when
        TestClient back = broker.connect(staying()).acknowledging();
        // then
        assertThat(back.payloads().equals(all)).isTrue();
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void messages_that_arrive_while_a_long_queue_is_read_back_go_behind_it() {
        // given
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        List<String> all = publish(1, 1_500);
        TestClient back = broker.connect(staying());
        // when: the client acknowledges, and others publish, while the store takes its time
        broker.store().hold();
        back.acknowledging();
        for (int i = 1_501; i <= 1_600; i++) {
            publisher.send(qos1(1, "t", Integer.toString(i)));
            all.add(Integer.toString(i));
            if (broker.store().heldCount() > 3) {
                broker.store().releaseOne();
                broker.settle();
            }
        }
        broker.store().release();
        broker.settle();
        // then
        assertThat(back.payloads()).isEqualTo(all);
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void a_client_that_leaves_while_its_queue_is_read_back_loses_nothing() {
        // given: the read that follows the first thousand is held
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        List<String> all = publish(1, 1_500);
        TestClient first = broker.connect(staying());
        broker.store().hold();
        first.acknowledging().lose();
        // when
        broker.store().release();
        broker.settle();
        TestClient second = broker.connect(staying()).acknowledging();
        // then: what was acknowledged is gone, all else comes, again or for the first time
        List<String> seen = new ArrayList<>(first.payloads());
        second.payloads().stream().filter(payload -> !seen.contains(payload)).forEach(seen::add);
        assertThat(seen).isEqualTo(all);
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void a_session_that_ends_while_its_queue_is_read_back_is_gone() {
        // given
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        publish(1, 1_500);
        TestClient client = broker.connect(staying());
        broker.store().hold();
        client.acknowledging();
        // when
        TestClient clean = broker.open(staying().cleanStart(true));
        broker.store().release();
        broker.settle();
        // then
        clean.accepted();
        assertThat(clean.received()).isEmpty();
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void a_slow_client_gets_a_long_queue_window_by_window() {
        // given
        subscribeAndLeave(Qos.AT_LEAST_ONCE);
        List<String> all = publish(1, 3_000);
        TestClient back = broker.connect(staying().receiveMaximum(7));
        // when
        List<String> seen = new ArrayList<>();
        for (List<Integer> ids = ids(back, seen); !ids.isEmpty(); ids = ids(back, seen)) {
            ids.forEach(id -> back.send(pubAck(id)));
        }
        // then
        assertThat(seen).isEqualTo(all);
    }

    private static List<Integer> ids(TestClient client, List<String> payloads) {
        List<Integer> ids = new ArrayList<>();
        client.messages().forEach(message -> {
            ids.add(message.packetId());
            payloads.add(message.payload().toUtf8());
        });
        return ids;
    }
}
