package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.QueueFullPolicy;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** {@code queue_full_policy}: what happens to messages for a session whose queue is at its limit. */
@OnOneShardAndOnFour
class QueueFullTest {
    /** What a message with one character counts, at a topic of one character. */
    private static final int BYTES = 302;

    private final int shards;
    private TestBroker broker;
    private TestClient publisher;

    QueueFullTest(int shards) {
        this.shards = shards;
        use(QueueFullPolicy.DROP_NEWEST, settings -> settings);
    }

    private void use(QueueFullPolicy policy, UnaryOperator<BrokerConfig.Builder> settings) {
        broker = new TestBroker(shards, builder -> settings.apply(builder.queueFullPolicy(policy)));
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static TestConnect staying() {
        return TestConnect.staying("client");
    }

    private void subscribeAndLeave() {
        broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
    }

    /** Publishes messages with the payloads; the publisher is acknowledged. */
    private void publish(String... payloads) {
        for (String payload : payloads) {
            publisher.send(qos1(1, "t", payload));
            assertThat(publisher.received()).containsExactly(pubAck(1));
        }
    }

    private List<String> delivered() {
        return broker.connect(staying()).acknowledging().payloads();
    }

    private static Packet refused(int packetId) {
        return new PubAck(packetId, ReasonCode.QUOTA_EXCEEDED);
    }

    // The limits themselves

    @Test
    void a_queue_holds_as_many_messages_as_it_may_and_not_one_more() {
        use(QueueFullPolicy.DROP_NEWEST, settings -> settings.maxQueuedMessages(3));
        subscribeAndLeave();

        publish("1", "2");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isZero();
        publish("3");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isZero();
        publish("4");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(1);

        assertThat(delivered()).containsExactly("1", "2", "3");
    }

    @Test
    void a_queue_holds_as_many_bytes_as_it_may_and_not_one_more() {
        for (int spare = -1; spare <= 1; spare++) {
            int bytesMax = 2 * BYTES + spare;
            use(QueueFullPolicy.DROP_NEWEST, settings -> settings.maxQueuedBytes(bytesMax));
            subscribeAndLeave();

            publish("1", "2", "3");

            assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(spare < 0 ? 2 : 1);
            assertThat(delivered()).hasSize(spare < 0 ? 1 : 2);
        }
    }

    @Test
    void a_message_that_is_dropped_makes_no_room_for_a_larger_one_but_leaves_it_for_a_smaller_one() {
        use(QueueFullPolicy.DROP_NEWEST, settings -> settings.maxQueuedBytes(BYTES + BYTES + 4));
        subscribeAndLeave();

        publish("1", "22222-", "3");

        assertThat(delivered()).containsExactly("1", "3");
    }

    @Test
    void so_many_messages_are_in_flight_and_not_one_more() {
        use(QueueFullPolicy.DROP_NEWEST, settings -> settings.maxInflightMessages(2));
        TestClient client = broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE);

        publish("1");
        publish("2", "3");

        assertThat(client.payloads()).containsExactly("1", "2");
        client.send(pubAck(1));
        assertThat(client.payloads()).containsExactly("3");
    }

    @Test
    void while_fewer_bytes_are_in_flight_than_may_be_the_next_message_leaves_and_then_no_more() {
        for (int spare = -1; spare <= 1; spare++) {
            int bytesMax = 2 * BYTES + spare;
            use(QueueFullPolicy.DROP_NEWEST, settings -> settings.maxInflightBytes(bytesMax));
            TestClient client = broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE);

            publish("1", "2", "3", "4", "5");

            assertThat(client.messages()).hasSize(spare > 0 ? 3 : 2);
            client.send(pubAck(1));
            assertThat(client.messages()).hasSize(1);
        }
    }

    @Test
    void one_message_is_always_in_flight_whatever_its_size() {
        use(QueueFullPolicy.DROP_NEWEST, settings -> settings.maxInflightBytes(1));
        TestClient client = broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE);

        publish("much more than one byte", "2");
        assertThat(client.payloads()).containsExactly("much more than one byte");

        client.send(pubAck(1));
        assertThat(client.payloads()).containsExactly("2");
    }

    @Test
    void a_session_at_its_limit_is_named_in_the_log_once_a_minute() {
        // given
        Logger logger = (Logger) LoggerFactory.getLogger(QueueLimits.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        use(QueueFullPolicy.DROP_NEWEST, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();
        try {
            // when, then
            publish("1", "2", "3", "4");
            broker.passMillis(59_999);
            publish("5");
            assertThat(lines.list).hasSize(1);
            broker.passMillis(1);
            publish("6");
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsOnly("client=client has a full queue, its newest messages are dropped"
                            + " queued_messages=1 queued_bytes=302")
                    .hasSize(2);
        } finally {
            logger.detachAppender(lines);
        }
    }

    // drop_oldest

    @Test
    void drop_oldest_keeps_the_newest_messages() {
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(3));
        subscribeAndLeave();

        publish("1", "2", "3");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isZero();
        publish("4", "5");

        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
        assertThat(broker.store().queue("client")).containsExactly("3", "4", "5");
        assertThat(delivered()).containsExactly("3", "4", "5");
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void drop_oldest_keeps_within_the_bytes_also_when_one_message_takes_the_place_of_several() {
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedBytes(3 * BYTES));
        subscribeAndLeave();

        publish("1", "2", "3", "x".repeat(BYTES + 1));

        assertThat(delivered()).containsExactly("3", "x".repeat(BYTES + 1));
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void a_message_that_never_fits_does_not_drive_out_the_others() {
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedBytes(2 * BYTES));
        subscribeAndLeave();

        publish("1", "2", "x".repeat(2 * BYTES), "3");

        assertThat(delivered()).containsExactly("2", "3");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void drop_oldest_works_for_a_session_that_is_not_stored() {
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(2));
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(1)).subscribe("t", Qos.AT_LEAST_ONCE);

        publish("1", "2", "3", "4", "5");

        assertThat(client.acknowledging().payloads()).containsExactly("1", "4", "5");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void drop_oldest_never_drops_what_has_a_packet_id() {
        // given: two are in flight when the client goes
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(3));
        TestClient client = broker.connect(staying().receiveMaximum(2)).subscribe("t", Qos.AT_LEAST_ONCE);
        publish("1", "2", "3", "4");
        client.lose();
        // when: what was in flight waits again, and counts again
        publish("5", "6");
        // then
        assertThat(broker.store().queue("client")).containsExactly("1 1", "2 2", "6");
        assertThat(broker.connect(staying()).acknowledging().messages())
                .containsExactly(duplicate(qos1(1, "t", "1")), duplicate(qos1(2, "t", "2")), qos1(3, "t", "6"));
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(3);
    }

    @Test
    void when_all_that_waits_has_a_packet_id_drop_oldest_drops_what_comes() {
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(2));
        TestClient client = broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE);
        publish("1", "2", "3");
        client.lose();

        publish("4", "5");

        assertThat(broker.store().queue("client")).containsExactly("1 1", "2 2", "3 3");
        assertThat(delivered()).containsExactly("1", "2", "3");
        publish("6");
    }

    @Test
    void drop_oldest_finds_the_oldest_also_after_a_restart() {
        // given
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(3));
        TestClient client = broker.connect(staying().receiveMaximum(1)).subscribe("t", Qos.EXACTLY_ONCE);
        publisher.send(qos2(1, "t", "in flight"), qos2(2, "t", "2"), qos2(3, "t", "3"));
        client.lose();
        broker.crashAndRestart();
        publisher = broker.connect("publisher");
        // when
        publish("4", "5");
        // then
        assertThat(broker.store().queue("client")).containsExactly("in flight 1", "4", "5");
        assertThat(broker.connect(staying()).payloads()).containsExactly("in flight", "4", "5");
    }

    @Test
    void drop_oldest_finds_the_oldest_of_a_long_queue_and_the_rest_comes_in_order() {
        // given: much more than is read at once, and most of it has a packet id
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(2_000));
        TestClient client = broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 2_600; i++) {
            all.add("message " + i + "x".repeat(200));
        }
        publish(all.subList(0, 500).toArray(String[]::new));
        client.lose();
        // when
        publish(all.subList(500, 2_600).toArray(String[]::new));
        // then: 500 and the newest 1500
        List<String> expected = new ArrayList<>(all.subList(0, 500));
        expected.addAll(all.subList(1_100, 2_600));
        assertThat(delivered()).isEqualTo(expected);
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(600);
    }

    @Test
    void drop_oldest_of_a_slow_client_drops_what_waits_in_memory_and_behind() {
        // given: 1000 messages wait in memory, the others in the store
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(1_500));
        TestClient client = broker.connect(staying().receiveMaximum(1)).subscribe("t", Qos.AT_LEAST_ONCE);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            all.add(Integer.toString(i));
        }
        // when
        publish(all.toArray(String[]::new));
        // then
        List<String> expected = new ArrayList<>(all.subList(0, 1));
        expected.addAll(all.subList(3_500, 5_000));
        assertThat(client.acknowledging().payloads()).isEqualTo(expected);
        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void drop_oldest_goes_on_when_the_client_comes_and_goes_while_the_store_is_read() {
        // given
        use(QueueFullPolicy.DROP_OLDEST, settings -> settings.maxQueuedMessages(3));
        subscribeAndLeave();
        publish("1", "2", "3");
        broker.store().hold();
        publisher.send(qos1(1, "t", "4"), qos1(2, "t", "5"));
        // when
        TestClient back = broker.open(staying());
        broker.store().release();
        broker.settle();
        // then
        back.accepted().acknowledging();
        publisher.send(qos1(3, "t", "6"));
        assertThat(back.payloads()).endsWith("4", "5", "6").doesNotContain("1");
        assertThat(broker.store().queue("client")).isEmpty();
    }

    // reject

    @Test
    void reject_tells_an_mqtt_5_publisher_and_counts() {
        use(QueueFullPolicy.REJECT, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();

        publish("1");
        publisher.send(qos1(7, "t", "2"));

        assertThat(publisher.received()).containsExactly(refused(7));
        assertThat(broker.count(Counter.REJECTED_QUEUE_FULL)).isEqualTo(1);
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isZero();
        assertThat(delivered()).containsExactly("1");
    }

    @Test
    void reject_acknowledges_to_a_publisher_that_cannot_be_told_and_counts() {
        use(QueueFullPolicy.REJECT, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();
        TestClient old = broker.connect(TestConnect.v3("old").cleanStart(false));

        old.send(qos1(1, "t", "1"), qos1(2, "t", "2"), qos2(3, "t", "3"), pubRel(3));

        assertThat(old.received()).containsExactly(pubAck(1), pubAck(2), pubRec(3), pubComp(3));
        assertThat(broker.count(Counter.REJECTED_QUEUE_FULL)).isEqualTo(2);
        assertThat(broker.store().received("old")).isEmpty();
    }

    @Test
    void every_other_receiver_gets_a_message_that_one_rejects() {
        use(QueueFullPolicy.REJECT, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();
        List<TestClient> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            others.add(broker.connect("other " + i).subscribe("t", Qos.AT_LEAST_ONCE));
        }
        publish("1");

        publisher.send(qos1(2, "t", "2"));

        assertThat(publisher.received()).containsExactly(refused(2));
        assertThat(others).allSatisfy(other -> assertThat(other.payloads()).containsExactly("1", "2"));
        assertThat(broker.count(Counter.REJECTED_QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void a_packet_id_whose_qos_2_message_was_rejected_is_free_for_another() {
        // given
        use(QueueFullPolicy.REJECT, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();
        TestClient sender = broker.connect(TestConnect.staying("sender"));
        sender.send(qos2(1, "t", "1")).send(pubRel(1)).send(qos2(7, "t", "rejected"));
        assertThat(sender.received()).containsExactly(pubRec(1), pubComp(1), new PubRec(7, ReasonCode.QUOTA_EXCEEDED));
        assertThat(broker.store().received("sender")).isEmpty();
        TestClient client = broker.connect(staying()).acknowledging();
        // when
        sender.send(qos2(7, "t", "another"));
        // then
        assertThat(sender.received()).containsExactly(pubRec(7));
        assertThat(client.payloads()).containsExactly("1", "another");
    }

    @Test
    void a_will_that_is_rejected_is_over() {
        use(QueueFullPolicy.REJECT, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();
        publish("1");

        broker.connect(TestConnect.staying("dying").will(will("t", Qos.AT_LEAST_ONCE, "dead")))
                .lose();

        assertThat(broker.store().will("dying")).isNull();
        assertThat(broker.count(Counter.REJECTED_QUEUE_FULL)).isEqualTo(1);
    }

    // disconnect

    @Test
    void disconnect_closes_a_slow_client_and_keeps_its_session() {
        use(QueueFullPolicy.DISCONNECT, settings -> settings.maxQueuedMessages(2));
        TestClient slow = broker.connect(staying().receiveMaximum(1)).subscribe("t", Qos.AT_LEAST_ONCE);
        TestClient other = broker.connect("other").subscribe("t", Qos.AT_LEAST_ONCE);

        publish("1", "2", "3");
        assertThat(slow.isClosed()).isFalse();
        publish("4");

        assertThat(slow.isClosed()).isTrue();
        assertThat(slow.received())
                .containsExactly(qos1(1, "t", "1"), Disconnect.because(ReasonCode.QUOTA_EXCEEDED, null));
        assertThat(other.isClosed()).isFalse();
        assertThat(other.payloads()).containsExactly("1", "2", "3", "4");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(1);
        TestClient back = broker.connect(staying()).acknowledging();
        assertThat(back.connAck().sessionPresent()).isTrue();
        assertThat(back.payloads()).containsExactly("1", "2", "3");
    }

    @Test
    void disconnect_ends_a_slow_client_whose_session_ends_with_it() {
        use(QueueFullPolicy.DISCONNECT, settings -> settings.maxQueuedMessages(1));
        TestClient slow = broker.connect(TestConnect.v3("slow"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .stopTaking();
        String large = "x".repeat(300_000);

        publish(large, large, large);

        assertThat(slow.isClosed()).isTrue();
        assertThat(slow.payloads()).hasSize(1);
        assertThat(broker.connect(TestConnect.v3("slow").cleanStart(false))
                        .connAck()
                        .sessionPresent())
                .isFalse();
    }

    @Test
    void disconnect_drops_for_a_client_that_is_away_as_drop_newest_does() {
        use(QueueFullPolicy.DISCONNECT, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();

        publish("1", "2");

        assertThat(delivered()).containsExactly("1");
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isEqualTo(1);
    }

    @Test
    void disconnect_does_not_close_a_client_that_has_come_to_get_its_full_queue() {
        // given: its CONNACK waits for the store
        use(QueueFullPolicy.DISCONNECT, settings -> settings.maxQueuedMessages(1));
        subscribeAndLeave();
        publish("1");
        broker.store().hold();
        TestClient back = broker.open(staying());
        // when
        publisher.send(qos1(2, "t", "2"));
        broker.store().release();
        broker.settle();
        // then
        List<Publish> messages = back.accepted().acknowledging().messages();
        assertThat(messages).hasSize(1);
        assertThat(back.isClosed()).isFalse();
    }
}
