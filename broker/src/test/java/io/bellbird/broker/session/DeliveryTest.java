package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.PubRel;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages to a client: packet ids, the window of what is in flight, and what is sent again. */
@OnOneShardAndOnFour
class DeliveryTest {
    private static final String KIBIBYTE = "x".repeat(1024);

    private final int shards;
    private TestBroker broker;
    private TestClient publisher;

    DeliveryTest(int shards) {
        this.shards = shards;
        use(new TestBroker(shards));
    }

    private void use(TestBroker other) {
        broker = other;
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    /** QoS 1 messages with the payloads 1, 2, 3, and so on. */
    private void publish(int count) {
        for (int i = 1; i <= count; i++) {
            publisher.send(qos1(i, "t", Integer.toString(i)));
        }
    }

    // Packet ids

    @Test
    void packet_ids_begin_at_1_in_each_session_and_ascend() {
        TestClient one = broker.connect("one").subscribe("t", Qos.EXACTLY_ONCE).acknowledging();
        publisher.send(qos1(9, "t", "a"), qos2(10, "t", "b"), qos0("t", "c"));
        TestClient two = broker.connect("two").subscribe("t", Qos.EXACTLY_ONCE).acknowledging();
        publisher.send(qos1(9, "t", "d"));

        assertThat(one.messages())
                .containsExactly(qos1(1, "t", "a"), qos2(2, "t", "b"), qos0("t", "c"), qos1(3, "t", "d"));
        assertThat(two.messages()).containsExactly(qos1(1, "t", "d"));
    }

    @Test
    void packet_ids_wrap_and_leave_out_those_in_use() {
        // given: the message with id 1 stays in flight
        TestClient client = broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE);
        publisher.send(qos1(1, "t", "stays"));
        assertThat(client.received()).containsExactly(qos1(1, "t", "stays"));
        client.acknowledging();
        // when
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 65_600; i++) {
            publisher.send(qos1(1, "t", "x"));
            ids.add(client.messages().get(0).packetId());
        }
        // then
        int wrap = ids.indexOf(65_535) + 1;
        assertThat(ids.subList(0, wrap)).isSorted().startsWith(2, 3, 4).hasSizeGreaterThan(65_000);
        assertThat(ids.subList(wrap, ids.size())).isSorted().startsWith(2, 3, 4);
        assertThat(ids).doesNotContain(1);
    }

    // The window

    @Test
    void no_more_than_the_clients_receive_maximum_are_in_flight() {
        // given
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(2)).subscribe("t", Qos.AT_LEAST_ONCE);
        // when
        publish(5);
        // then
        assertThat(client.payloads()).containsExactly("1", "2");
        assertThat(client.send(pubAck(2)).received()).containsExactly(qos1(3, "t", "3"));
        assertThat(client.send(pubAck(1), pubAck(3)).received()).containsExactly(qos1(4, "t", "4"), qos1(5, "t", "5"));
    }

    @Test
    void no_more_than_our_own_limit_are_in_flight() {
        use(new TestBroker(shards, settings -> settings.maxInflightMessages(2)));
        TestClient client = broker.connect(TestConnect.v3("client")).subscribe("t", Qos.AT_LEAST_ONCE);

        for (int i = 1; i <= 5; i++) {
            broker.connect("publisher" + i).send(qos1(1, "t", Integer.toString(i)));
        }

        assertThat(client.payloads()).containsExactly("1", "2");
        assertThat(client.send(pubAck(1), pubAck(2)).acknowledging().payloads()).containsExactly("3", "4", "5");
    }

    @Test
    void a_qos_2_message_is_in_flight_until_pubcomp() {
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(1)).subscribe("t", Qos.EXACTLY_ONCE);
        publisher.send(qos2(1, "t", "a"), qos2(2, "t", "b"));

        assertThat(client.received()).containsExactly(qos2(1, "t", "a"));
        assertThat(client.send(pubRec(1)).received()).containsExactly(pubRel(1));
        assertThat(client.send(pubComp(1)).received()).containsExactly(qos2(2, "t", "b"));
    }

    @Test
    void a_qos_2_message_that_the_client_refuses_is_over() {
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(1)).subscribe("t", Qos.EXACTLY_ONCE);
        publisher.send(qos2(1, "t", "a"), qos2(2, "t", "b"));
        client.received();

        client.send(new PubRec(1, ReasonCode.QUOTA_EXCEEDED));

        assertThat(client.received()).containsExactly(qos2(2, "t", "b"));
    }

    @Test
    void qos_0_does_not_wait_for_the_window() {
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(1)).subscribe("t", Qos.AT_LEAST_ONCE);

        publisher.send(qos1(1, "t", "a"), qos1(2, "t", "b"), qos0("t", "c"));

        assertThat(client.payloads()).containsExactly("a", "c");
    }

    @Test
    void acknowledgements_of_what_is_not_in_flight_are_harmless() {
        TestClient client = broker.connect("client").subscribe("t", Qos.EXACTLY_ONCE);
        publisher.send(qos1(1, "t", "a"), qos2(2, "t", "b"));
        client.received();

        // wrong kind, or unknown
        client.send(pubAck(2), pubAck(77), pubComp(2), pubComp(77), pubRec(1), pubRec(77));
        assertThat(client.received())
                .containsExactly(
                        new PubRel(1, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND),
                        new PubRel(77, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));

        // both are still in flight, and are completed as they should be
        assertThat(client.send(pubAck(1), pubAck(1), pubRec(2)).received()).containsExactly(pubRel(2));
        assertThat(client.send(pubRec(2)).received()).containsExactly(pubRel(2));
        assertThat(client.send(pubComp(2), pubComp(2)).received()).isEmpty();
        assertThat(client.isClosed()).isFalse();
    }

    // A client that takes nothing

    @Test
    void messages_wait_in_the_queue_while_a_quarter_mebibyte_waits_for_the_network() {
        // given
        TestClient client =
                broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE).stopTaking();
        // when
        for (int i = 1; i <= 400; i++) {
            publisher.send(qos1(1, "t", KIBIBYTE));
        }
        // then
        assertThat(client.received()).hasSizeBetween(250, 256);
        client.take();
        assertThat(client.received()).hasSizeBetween(144, 150);
    }

    @Test
    void qos_0_messages_are_dropped_and_counted_above_the_limit_of_waiting_bytes() {
        // given
        use(new TestBroker(shards, settings -> settings.outboxBytesMax(10_000)));
        TestClient client =
                broker.connect("client").subscribe("t", Qos.AT_MOST_ONCE).stopTaking();
        TestClient other = broker.connect("other").subscribe("t", Qos.AT_MOST_ONCE);
        // when
        for (int i = 0; i < 20; i++) {
            publisher.send(qos0("t", KIBIBYTE));
        }
        // then
        assertThat(client.received()).hasSize(10);
        assertThat(other.received()).hasSize(20);
        assertThat(broker.count(Counter.DROPPED_OUTBOX_FULL)).isEqualTo(10);
        client.take();
        publisher.send(qos0("t", "again"));
        assertThat(client.payloads()).containsExactly("again");
    }

    @Test
    void one_qos_0_message_of_any_size_passes() {
        use(new TestBroker(shards, settings -> settings.outboxBytesMax(1)));
        TestClient client =
                broker.connect("client").subscribe("t", Qos.AT_MOST_ONCE).stopTaking();

        publisher.send(qos0("t", KIBIBYTE), qos0("t", "dropped"));

        assertThat(client.payloads()).containsExactly(KIBIBYTE);
    }

    @Test
    void a_client_that_asks_without_reading_the_answers_is_not_listened_to_until_it_reads() {
        // given
        use(new TestBroker(shards, settings -> settings.outboxBytesMax(1)));
        TestClient client = broker.connect("client").stopTaking();
        // when
        client.send(PingReq.INSTANCE);
        client.send(PingReq.INSTANCE);
        // then
        assertThat(client.isRead()).isFalse();
        assertThat(client.received()).containsExactly(PingResp.INSTANCE);
        // when
        client.take();
        // then
        assertThat(client.isRead()).isTrue();
        assertThat(client.received()).containsExactly(PingResp.INSTANCE);
    }

    // Too large

    @Test
    void a_message_that_is_too_large_for_its_receiver_is_skipped_and_completed() {
        // given
        TestClient client = broker.connect(
                        TestConnect.staying("client").maximumPacketSize(100).receiveMaximum(1))
                .subscribe("t", Qos.EXACTLY_ONCE)
                .acknowledging();
        // when
        publisher.send(qos0("t", KIBIBYTE), qos1(1, "t", KIBIBYTE), qos2(2, "t", KIBIBYTE), qos1(3, "t", "small"));
        // then
        assertThat(client.payloads()).containsExactly("small");
        assertThat(publisher.received()).hasSize(3);
        assertThat(broker.count(Counter.DROPPED_TOO_LARGE)).isEqualTo(3);
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void a_message_in_flight_that_is_too_large_for_the_next_connection_is_skipped() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        publisher.send(qos1(1, "t", "1"), qos1(2, "t", KIBIBYTE), qos1(3, "t", "3"));
        assertThat(client.received()).hasSize(3);
        client.lose();
        // when
        TestClient back = broker.connect(
                TestConnect.staying("client").maximumPacketSize(100).receiveMaximum(1));
        // then
        assertThat(back.acknowledging().payloads()).containsExactly("1", "3");
        assertThat(broker.store().queue("client")).isEmpty();
    }

    // Sent again

    @Test
    void what_is_in_flight_is_sent_again_in_order_with_its_ids_and_dup() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.EXACTLY_ONCE);
        publisher.send(qos1(1, "t", "a"), qos2(2, "t", "b"), qos1(3, "t", "c"), qos2(4, "t", "d"));
        client.send(pubAck(1), pubRec(4)).lose();
        publisher.send(qos1(5, "t", "e"));
        // when
        TestClient back = broker.connect(TestConnect.staying("client"));
        // then
        assertThat(back.received())
                .containsExactly(
                        duplicate(qos2(2, "t", "b")), duplicate(qos1(3, "t", "c")), pubRel(4), qos1(5, "t", "e"));
        back.send(pubRec(2), pubAck(3), pubComp(4), pubAck(5));
        assertThat(back.send(pubComp(2)).received()).containsExactly(pubRel(2));
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void nothing_is_sent_again_on_the_same_connection() {
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        publisher.send(qos1(1, "t", "a"));
        client.received();

        broker.passSeconds(10_000);

        assertThat(client.received()).isEmpty();
    }

    @Test
    void a_smaller_receive_maximum_limits_what_is_sent_again() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        publish(6);
        assertThat(client.received()).hasSize(6);
        client.lose();
        // when
        TestClient back = broker.connect(TestConnect.staying("client").receiveMaximum(2));
        // then
        assertThat(back.received()).containsExactly(duplicate(qos1(1, "t", "1")), duplicate(qos1(2, "t", "2")));
        publisher.send(qos1(7, "t", "7"));
        assertThat(back.received()).isEmpty();
        assertThat(back.send(pubAck(1), pubAck(2)).acknowledging().received())
                .containsExactly(
                        duplicate(qos1(3, "t", "3")),
                        duplicate(qos1(4, "t", "4")),
                        duplicate(qos1(5, "t", "5")),
                        duplicate(qos1(6, "t", "6")),
                        qos1(7, "t", "7"));
    }

    @Test
    void an_acknowledgement_for_what_is_not_yet_sent_again_completes_it() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        publish(3);
        client.lose();
        TestClient back = broker.connect(TestConnect.staying("client").receiveMaximum(1));
        assertThat(back.payloads()).containsExactly("1");
        // when
        back.send(pubAck(2), pubAck(1));
        // then
        assertThat(back.payloads()).containsExactly("3");
        back.send(pubAck(3));
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void what_is_sent_again_on_a_third_connection_begins_anew() {
        broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        publish(4);
        TestClient second = broker.connect(TestConnect.staying("client").receiveMaximum(2));
        assertThat(second.send(pubAck(1)).payloads()).containsExactly("1", "2", "3");

        TestClient third = broker.connect(TestConnect.staying("client").receiveMaximum(2));

        assertThat(third.received()).containsExactly(duplicate(qos1(2, "t", "2")), duplicate(qos1(3, "t", "3")));
    }

    @Test
    void a_client_that_takes_nothing_gets_what_is_sent_again_bit_by_bit() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        for (int i = 1; i <= 400; i++) {
            publisher.send(qos1(1, "t", KIBIBYTE));
        }
        client.lose();
        broker.store().hold();
        TestClient back = broker.open(TestConnect.staying("client")).stopTaking();
        // when
        broker.store().release();
        broker.settle();
        // then
        back.accepted();
        assertThat(back.received()).hasSizeBetween(250, 256);
        assertThat(back.take().received()).hasSizeBetween(144, 150);
    }

    // Commits before QoS 2

    @Test
    void a_qos_2_message_to_a_session_that_stays_leaves_when_its_packet_id_is_committed() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.EXACTLY_ONCE);
        broker.store().hold();
        // when
        publisher.send(qos2(1, "t", "a"));
        assertThat(client.received()).isEmpty();
        // then
        broker.store().release();
        broker.settle();
        assertThat(client.received()).containsExactly(qos2(1, "t", "a"));
        assertThat(broker.store().queue("client")).containsExactly("a 1");
    }

    @Test
    void a_qos_1_message_to_a_session_that_stays_leaves_at_once() {
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.EXACTLY_ONCE);
        broker.store().hold();

        publisher.send(qos1(1, "t", "a"));

        assertThat(client.received()).containsExactly(qos1(1, "t", "a"));
        broker.store().release();
        broker.settle();
    }

    @Test
    void a_qos_1_message_does_not_overtake_a_qos_2_message_that_waits_for_its_commit() {
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.EXACTLY_ONCE);
        broker.store().hold();

        publisher.send(qos2(1, "t", "a"), qos1(2, "t", "b"));

        assertThat(client.received()).isEmpty();
        broker.store().release();
        broker.settle();
        assertThat(client.received()).containsExactly(qos2(1, "t", "a"), qos1(2, "t", "b"));
    }

    @Test
    void an_acknowledgement_of_a_message_that_has_not_left_is_ignored() {
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.EXACTLY_ONCE);
        broker.store().hold();
        publisher.send(qos2(1, "t", "a"), qos1(2, "t", "b"));

        client.send(pubAck(2));

        broker.store().release();
        broker.settle();
        assertThat(client.received()).containsExactly(qos2(1, "t", "a"), qos1(2, "t", "b"));
    }

    @Test
    void an_acknowledgement_of_a_message_that_did_not_leave_before_the_client_went_is_ignored() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.EXACTLY_ONCE);
        broker.store().hold();
        publisher.send(qos2(1, "t", "a"), qos1(2, "t", "b"));
        client.lose();
        TestClient back = broker.open(TestConnect.staying("client").receiveMaximum(1));
        // when
        broker.store().release();
        broker.settle();
        back.accepted();
        back.send(pubAck(2));
        // then
        assertThat(back.send(pubRec(1), pubComp(1)).messages()).hasSize(2);
    }

    @Test
    void a_qos_2_message_to_a_session_that_ends_with_its_connection_leaves_at_once() {
        TestClient client = broker.connect("client").subscribe("t", Qos.EXACTLY_ONCE);
        broker.store().hold();

        publisher.send(qos2(1, "t", "a"));

        assertThat(client.received()).containsExactly(qos2(1, "t", "a"));
    }

    @Test
    void a_qos_2_message_that_waits_for_its_commit_leaves_once_when_the_client_comes_back_meanwhile() {
        // given
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.EXACTLY_ONCE);
        broker.store().hold();
        publisher.send(qos2(1, "t", "a"));
        client.lose();
        TestClient back = broker.open(TestConnect.staying("client"));
        // when
        broker.store().release();
        broker.settle();
        // then
        assertThat(client.received()).isEmpty();
        back.accepted();
        assertThat(back.received()).containsExactly(qos2(1, "t", "a"));
    }
}
