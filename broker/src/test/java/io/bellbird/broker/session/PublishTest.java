package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubComp;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.pubRel;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.text;
import static io.bellbird.broker.shard.TestPackets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.AckProperties;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PubComp;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages from a client: what is accepted, and how it is acknowledged. */
@OnOneShardAndOnFour
class PublishTest {
    private final int shards;
    private TestBroker broker;
    private TestClient subscriber;

    PublishTest(int shards) {
        this.shards = shards;
        use(new TestBroker(shards));
    }

    private void use(TestBroker other) {
        broker = other;
        subscriber = broker.connect("subscriber").subscribe("t", Qos.EXACTLY_ONCE);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    @Test
    void qos_0_is_not_acknowledged() {
        TestClient client = broker.connect("client").send(qos0("t", "x"));

        assertThat(client.received()).isEmpty();
        assertThat(subscriber.received()).containsExactly(qos0("t", "x"));
    }

    @Test
    void qos_1_is_acknowledged() {
        TestClient client = broker.connect("client").send(qos1(7, "t", "x"));

        assertThat(client.received()).containsExactly(pubAck(7));
        assertThat(subscriber.received()).containsExactly(qos1(1, "t", "x"));
    }

    @Test
    void qos_2_is_acknowledged_in_both_steps() {
        TestClient client = broker.connect("client").send(qos2(7, "t", "x"));

        assertThat(client.received()).containsExactly(pubRec(7));
        assertThat(client.send(pubRel(7)).received()).containsExactly(pubComp(7));
        assertThat(subscriber.received()).containsExactly(qos2(1, "t", "x"));
    }

    @Test
    void a_message_without_subscribers_is_acknowledged_with_0x10() {
        TestClient client = broker.connect("client").send(qos1(7, "nobody", "x"), qos2(8, "nobody", "x"));

        assertThat(client.received())
                .containsExactly(
                        pubAck(7, ReasonCode.NO_MATCHING_SUBSCRIBERS, null),
                        new PubRec(8, ReasonCode.NO_MATCHING_SUBSCRIBERS));
    }

    @Test
    void messages_of_one_publisher_arrive_in_order() {
        // given
        TestClient client = broker.connect("client");
        subscriber.acknowledging();
        // when
        Packet[] packets = new Packet[300];
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < packets.length; i++) {
            packets[i] = qos1(i + 1, "t", "message " + i);
            payloads.add("message " + i);
        }
        client.send(packets);
        // then
        assertThat(subscriber.payloads()).isEqualTo(payloads);
    }

    @Test
    void pubrel_for_a_packet_id_that_is_not_known_is_answered() {
        TestClient client = broker.connect("client").send(pubRel(7));

        assertThat(client.received()).containsExactly(new PubComp(7, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND));
    }

    @Test
    void pubrel_that_comes_before_its_pubrec_is_answered_after_it() {
        TestClient client = broker.connect("client").send(qos2(7, "t", "x"), pubRel(7));

        assertThat(client.received()).containsExactly(pubRec(7), pubComp(7));
    }

    @Test
    void a_packet_id_can_be_used_again_when_the_exchange_is_over() {
        TestClient client = broker.connect("client");

        client.send(qos2(7, "t", "1")).send(pubRel(7)).send(qos2(7, "t", "2")).send(pubRel(7));

        assertThat(client.received()).containsExactly(pubRec(7), pubComp(7), pubRec(7), pubComp(7));
        assertThat(subscriber.payloads()).containsExactly("1", "2");
    }

    // Refusals

    private static Publish binary(Publish publish) {
        return new Publish(
                publish.packetId(),
                publish.topic(),
                publish.qos(),
                false,
                false,
                Bytes.wrap(new byte[] {(byte) 0xC3, 0x28}),
                text(),
                SubscriptionIdentifiers.NONE);
    }

    @Test
    void a_payload_that_says_it_is_text_and_is_not_is_refused() {
        TestClient client = broker.connect("client").send(binary(qos1(1, "t", "")), binary(qos2(2, "t", "")));

        assertThat(client.received())
                .containsExactly(
                        pubAck(1, ReasonCode.PAYLOAD_FORMAT_INVALID, "the payload is not UTF-8"),
                        new PubRec(
                                2,
                                ReasonCode.PAYLOAD_FORMAT_INVALID,
                                AckProperties.explained("the payload is not UTF-8")));
        assertThat(subscriber.received()).isEmpty();
    }

    @Test
    void a_qos_0_payload_that_says_it_is_text_and_is_not_closes_the_connection() {
        TestClient client = broker.connect("client").send(binary(qos0("t", "")));

        assertThat(client.received())
                .containsExactly(Disconnect.because(ReasonCode.PAYLOAD_FORMAT_INVALID, "the payload is not UTF-8"));
        assertThat(subscriber.received()).isEmpty();
    }

    @Test
    void a_payload_that_says_it_is_text_and_is_passes() {
        broker.connect("client").send(with(text(), qos0("t", "Glöckchen")));

        assertThat(subscriber.received()).containsExactly(with(text(), qos0("t", "Glöckchen")));
    }

    @Test
    void a_refused_qos_2_message_is_over_after_pubrec() {
        TestClient client = broker.connect("client").send(binary(qos2(2, "t", "")), qos2(2, "t", "now right"));

        assertThat(client.received()).hasSize(2).last().isEqualTo(pubRec(2));
        assertThat(subscriber.payloads()).containsExactly("now right");
    }

    @Test
    void only_the_broker_publishes_to_reserved_topics() {
        for (String topic : List.of("$SYS", "$SYS/x", "$share/g/t")) {
            TestClient client = broker.connect("client").send(qos0(topic, "x"), qos1(1, topic, "x"));

            assertThat(client.received())
                    .containsExactly(pubAck(1, ReasonCode.NOT_AUTHORIZED, "the topic is reserved"));
        }
        TestClient old = broker.connect(TestConnect.v3("old")).send(qos1(1, "$SYS/x", "x"), qos2(2, "$SYS/x", "x"));
        assertThat(old.received()).containsExactly(pubAck(1), pubRec(2));
        assertThat(old.send(pubRel(2)).received()).containsExactly(pubComp(2));
        assertThat(broker.count(Counter.DROPPED_NOT_AUTHORIZED)).isEqualTo(8);
    }

    @Test
    void other_topics_with_a_dollar_sign_are_open() {
        subscriber.subscribe("$other/t", Qos.AT_MOST_ONCE);

        broker.connect("client").send(qos0("$other/t", "x"));

        assertThat(subscriber.payloads()).containsExactly("x");
    }

    @Test
    void a_payload_above_the_limit_is_acknowledged_and_dropped() {
        use(new TestBroker(shards, settings -> settings.messageSizeLimit(3)));
        TestClient old = broker.connect(TestConnect.v3("old"));

        old.send(qos1(1, "t", "1234"), qos0("t", "1234"), qos1(2, "t", "123"));

        assertThat(old.received()).containsExactly(pubAck(1), pubAck(2));
        assertThat(subscriber.payloads()).containsExactly("123");
        assertThat(broker.count(Counter.DROPPED_TOO_LARGE)).isEqualTo(2);
    }

    @Test
    void a_client_that_wants_no_problem_information_gets_no_reason_string() {
        TestClient client = broker.connect(TestConnect.v5("client").problemInformation(false));

        client.send(qos1(1, "$SYS/x", "x"));

        assertThat(client.received()).containsExactly(pubAck(1, ReasonCode.NOT_AUTHORIZED, null));
    }

    // Receive maximum

    @Test
    void more_messages_than_the_granted_receive_maximum_close_the_connection() {
        // given: acknowledgements wait, since a subscriber's session is stored
        use(new TestBroker(shards, settings -> settings.maxInflightMessages(2)));
        broker.connect(TestConnect.staying("stored")).subscribe("t", Qos.AT_LEAST_ONCE);
        broker.store().hold();
        TestClient client = broker.connect("client");
        // when
        client.send(qos1(1, "t", "x"), qos2(2, "t", "x"), qos0("t", "does not count"));
        assertThat(client.isClosed()).isFalse();
        client.send(qos1(3, "t", "x"));
        // then
        assertThat(client.received())
                .containsExactly(Disconnect.because(
                        ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "more than 2 unacknowledged PUBLISH packets"));
        broker.store().release();
        broker.settle();
    }

    @Test
    void a_qos_2_message_counts_until_pubcomp() {
        use(new TestBroker(shards, settings -> settings.maxInflightMessages(2)));
        TestClient client = broker.connect("client");

        client.send(qos2(1, "t", "x"), qos2(2, "t", "x")).send(pubRel(1)).send(qos2(3, "t", "x"));
        assertThat(client.isClosed()).isFalse();

        client.send(qos2(4, "t", "x"));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void acknowledged_and_refused_messages_do_not_count() {
        use(new TestBroker(shards, settings -> settings.maxInflightMessages(1)));
        TestClient client = broker.connect("client");

        for (int i = 1; i <= 20; i++) {
            client.send(qos1(i, "t", "x"));
            client.send(qos2(i, "$SYS/x", "x"));
        }

        assertThat(client.isClosed()).isFalse();
        assertThat(client.received()).hasSize(40);
    }

    @Test
    void mqtt_3_knows_no_receive_maximum() {
        use(new TestBroker(shards, settings -> settings.maxInflightMessages(2)));
        broker.connect(TestConnect.staying("stored")).subscribe("t", Qos.AT_LEAST_ONCE);
        broker.store().hold();
        TestClient client = broker.connect(TestConnect.v3("client"));

        client.send(qos1(1, "t", "x"), qos1(2, "t", "x"), qos1(3, "t", "x"));

        assertThat(client.isClosed()).isFalse();
        broker.store().release();
        broker.settle();
        assertThat(client.received()).containsExactly(pubAck(1), pubAck(2), pubAck(3));
    }

    @Test
    void a_retained_message_is_kept_before_anybody_gets_it() {
        Publish retained = new Publish(
                1,
                Topic.of("t"),
                Qos.AT_LEAST_ONCE,
                false,
                true,
                Bytes.utf8("x"),
                text(),
                SubscriptionIdentifiers.NONE);
        List<Boolean> wasKept = new ArrayList<>();
        subscriber.breakOn(packet -> {
            wasKept.add(broker.retained().get(Topic.of("t")) != null);
            return false;
        });

        broker.connect("client").send(retained);

        assertThat(wasKept).containsExactly(true);
    }
}
