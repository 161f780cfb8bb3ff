package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.expiring;
import static io.bellbird.broker.shard.TestPackets.identified;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static io.bellbird.broker.shard.TestPackets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.broker.shard.TestPackets;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Retained messages for new subscriptions. */
@OnOneShardAndOnFour
class RetainedTest {
    private final int shards;
    private TestBroker broker;
    private TestClient publisher;

    RetainedTest(int shards) {
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

    private static SubscriptionOptions options(Qos qos, RetainHandling handling) {
        return new SubscriptionOptions(qos, false, false, handling);
    }

    private void retain(int count) {
        for (int i = 0; i < count; i++) {
            publisher.send(retained(qos1(1, "t/" + i, "message " + i)));
        }
    }

    @Test
    void a_new_subscription_gets_the_retained_messages_after_suback_with_retain() {
        publisher.send(retained(qos1(1, "a/b", "x")), retained(qos0("a/c", "y")), retained(qos0("d", "z")));
        TestClient client = broker.connect("client");

        client.send(subscribe(1, "a/+", Qos.EXACTLY_ONCE));

        assertThat(client.received())
                .containsExactly(
                        subAck(1, ReasonCode.GRANTED_QOS_2), retained(qos1(1, "a/b", "x")), retained(qos0("a/c", "y")));
    }

    @Test
    void the_newest_retained_message_counts_and_an_empty_one_removes_it() {
        publisher.send(retained(qos0("a", "old")), retained(qos0("a", "new")), retained(qos0("b", "x")));
        publisher.send(retained(qos0("b", "")), qos0("a", "not retained"));

        TestClient client = broker.connect("client").subscribe("#", Qos.AT_MOST_ONCE);

        assertThat(client.messages()).containsExactly(retained(qos0("a", "new")));
        assertThat(broker.retained().count()).isEqualTo(1);
        assertThat(broker.store().retained()).hasSize(1).containsEntry("a", "new");
    }

    @Test
    void an_empty_retained_message_is_delivered_to_who_is_there() {
        TestClient client = broker.connect("client").subscribe("a", Qos.AT_MOST_ONCE);

        publisher.send(retained(qos0("a", "")));

        assertThat(client.messages()).containsExactly(qos0("a", ""));
    }

    @Test
    void retained_messages_outlive_their_publisher() {
        publisher.send(retained(qos0("a", "x")));
        publisher.lose();

        assertThat(broker.connect("client").subscribe("a", Qos.AT_MOST_ONCE).payloads())
                .containsExactly("x");
    }

    @Test
    void retained_messages_carry_the_identifier_of_the_new_subscription_alone() {
        publisher.send(retained(qos0("a/b", "x")));
        TestClient client = broker.connect("client");
        client.send(subscribe(1, 11, "a/#", SubscriptionOptions.of(Qos.AT_MOST_ONCE)));
        client.received();

        client.send(subscribe(2, 12, "a/b", SubscriptionOptions.of(Qos.AT_MOST_ONCE)));

        assertThat(client.messages()).containsExactly(identified(retained(qos0("a/b", "x")), 12));
    }

    // Retain handling

    @Test
    void retained_messages_are_sent_at_each_subscribe_by_default() {
        publisher.send(retained(qos0("a", "x")));
        TestClient client = broker.connect("client");

        assertThat(client.subscribe("a", Qos.AT_MOST_ONCE).payloads()).containsExactly("x");
        assertThat(client.subscribe("a", Qos.AT_MOST_ONCE).payloads()).containsExactly("x");
    }

    @Test
    void retained_messages_may_be_sent_for_new_subscriptions_only() {
        publisher.send(retained(qos0("a", "x")));
        TestClient client = broker.connect("client");
        SubscriptionOptions ifNew = options(Qos.AT_MOST_ONCE, RetainHandling.SEND_IF_NEW);

        assertThat(client.subscribe("a", ifNew).payloads()).containsExactly("x");
        assertThat(client.subscribe("a", ifNew).payloads()).isEmpty();
        client.send(unsubscribe(1, "a")).received();
        assertThat(client.subscribe("a", ifNew).payloads()).containsExactly("x");
    }

    @Test
    void a_subscription_of_a_session_that_came_back_is_not_new() {
        publisher.send(retained(qos0("a", "x")));
        SubscriptionOptions ifNew = options(Qos.AT_MOST_ONCE, RetainHandling.SEND_IF_NEW);
        broker.connect(TestConnect.staying("client")).subscribe("a", ifNew).lose();

        TestClient back = broker.connect(TestConnect.staying("client"));

        assertThat(back.subscribe("a", ifNew).payloads()).isEmpty();
    }

    @Test
    void retained_messages_may_not_be_wanted() {
        publisher.send(retained(qos0("a", "x")));

        TestClient client =
                broker.connect("client").subscribe("a", options(Qos.AT_MOST_ONCE, RetainHandling.DO_NOT_SEND));

        assertThat(client.received()).isEmpty();
    }

    @Test
    void own_retained_messages_do_not_come_when_no_local_is_asked_for() {
        publisher.send(retained(qos0("a", "x")));
        SubscriptionOptions noLocal =
                new SubscriptionOptions(Qos.AT_MOST_ONCE, true, false, RetainHandling.SEND_ON_SUBSCRIBE);

        assertThat(publisher.subscribe("a", noLocal).messages()).isEmpty();
        assertThat(broker.connect("client").subscribe("a", noLocal).payloads()).containsExactly("x");
    }

    @Test
    void one_message_comes_once_though_its_filter_stands_twice_in_the_packet() {
        publisher.send(retained(qos0("a", "x")));
        Subscribe.Request request = new Subscribe.Request("a", SubscriptionOptions.of(Qos.AT_MOST_ONCE));

        TestClient client = broker.connect("client").send(new Subscribe(1, 0, List.of(), List.of(request, request)));

        assertThat(client.payloads()).containsExactly("x");
    }

    // Expiry

    @Test
    void a_retained_message_expires() {
        publisher.send(with(expiring(10), retained(qos0("a", "short"))));
        publisher.send(with(expiring(60), retained(qos0("b", "long"))));
        broker.passSeconds(10);

        TestClient client = broker.connect("client").subscribe("#", Qos.AT_MOST_ONCE);

        assertThat(client.messages()).containsExactly(with(expiring(50), retained(qos0("b", "long"))));
        assertThat(broker.count(Counter.DROPPED_EXPIRED)).isEqualTo(1);
    }

    // Many

    @Test
    void many_retained_messages_all_come_once() {
        retain(3_000);

        TestClient client = broker.connect("client").acknowledging().subscribe("t/+", Qos.AT_LEAST_ONCE);

        List<String> payloads = client.payloads();
        assertThat(payloads).hasSize(3_000);
        assertThat(new HashSet<>(payloads)).hasSize(3_000);
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isZero();
    }

    @Test
    void as_many_retained_messages_as_a_window_can_hold_are_no_trouble() {
        // given: nobody acknowledges, and 65,535 may be in flight
        use(new TestBroker(shards, settings -> settings.maxInflightMessages(0)));
        retain(20_000);
        // when
        TestClient client = broker.connect("client").subscribe("t/+", Qos.AT_LEAST_ONCE);
        // then
        assertThat(client.messages()).hasSize(20_000);
    }

    @Test
    void retained_messages_never_fill_the_queue() {
        // given
        use(new TestBroker(shards, settings -> settings.maxQueuedMessages(5)));
        retain(1_000);
        TestClient client = broker.connect(TestConnect.staying("client").receiveMaximum(10));
        // when
        client.subscribe("t/+", Qos.AT_LEAST_ONCE);
        // then
        assertThat(client.messages()).hasSize(10);
        assertThat(broker.store().queue("client")).hasSize(10);
        for (int i = 1; i <= 1_000; i++) {
            client.send(pubAck(i));
        }
        assertThat(client.messages()).hasSize(990);
        assertThat(broker.count(Counter.DROPPED_QUEUE_FULL)).isZero();
    }

    @Test
    void a_client_that_takes_nothing_gets_retained_messages_bit_by_bit() {
        // given
        String kibibyte = "x".repeat(1_024);
        for (int i = 0; i < 1_000; i++) {
            publisher.send(retained(qos0("t/" + i, kibibyte)));
        }
        TestClient client = broker.connect("client").stopTaking();
        // when
        client.subscribe("t/+", Qos.AT_MOST_ONCE);
        // then
        int seen = client.messages().size();
        assertThat(seen).isBetween(200, 256);
        int rounds = 0;
        for (int more = client.takeOnce().messages().size(); more > 0; rounds++) {
            assertThat(more).isLessThanOrEqualTo(256);
            seen += more;
            more = client.takeOnce().messages().size();
        }
        assertThat(seen).isEqualTo(1_000);
        assertThat(rounds).isBetween(3, 5);
        assertThat(broker.count(Counter.DROPPED_OUTBOX_FULL)).isZero();
    }

    @Test
    void others_have_their_turn_between_the_slices() {
        // given
        retain(2_000);
        TestClient greedy = broker.connect("greedy");
        TestClient other = broker.connect(TestConnect.v5("other"));
        List<Packet> seen = new ArrayList<>();
        greedy.breakOn(packet -> !seen.add(packet));
        other.breakOn(packet -> !seen.add(packet));
        // when: both send in the same turn of the broker
        greedy.sendLater(subscribe(1, "t/+", Qos.AT_MOST_ONCE));
        greedy.sendLater(PingReq.INSTANCE);
        other.sendLater(PingReq.INSTANCE);
        broker.settle();
        // then
        assertThat(seen).hasSize(2_003);
        int lastPing = seen.lastIndexOf(PingResp.INSTANCE);
        assertThat(lastPing).isLessThan(500);
    }

    @Test
    void a_subscription_that_is_given_up_gets_no_more_retained_messages() {
        retain(100);
        TestClient client = broker.connect(TestConnect.v5("client").receiveMaximum(10));
        client.subscribe("t/+", Qos.AT_LEAST_ONCE);

        client.send(unsubscribe(1, "t/+")).acknowledging();

        assertThat(client.messages()).hasSize(10);
    }

    @Test
    void retained_messages_that_a_client_did_not_get_before_it_left_come_when_it_is_back() {
        // given
        retain(100);
        TestClient client = broker.connect(TestConnect.staying("client").receiveMaximum(10));
        List<Publish> first = client.subscribe("t/+", Qos.AT_LEAST_ONCE).messages();
        for (int id = 1; id <= 10; id++) {
            client.send(pubAck(id));
        }
        List<Publish> second = client.messages();
        client.lose();
        // when
        TestClient back = broker.connect(TestConnect.staying("client")).acknowledging();
        // then
        assertThat(first.size() + second.size()).isEqualTo(20);
        assertThat(back.messages()).hasSize(90).startsWith(duplicatesOf(second));
    }

    private static Publish[] duplicatesOf(List<Publish> messages) {
        return messages.stream().map(TestPackets::duplicate).toArray(Publish[]::new);
    }

    @Test
    void messages_that_are_published_meanwhile_come_too() {
        // given
        retain(50);
        TestClient client = broker.connect(TestConnect.v5("client").receiveMaximum(10));
        client.subscribe("t/+", Qos.EXACTLY_ONCE);
        // when
        publisher.send(qos2(1, "t/live", "live"), retained(qos1(2, "t/49", "changed")));
        // then: what changed before it was its turn comes as it is now, perhaps twice
        assertThat(client.acknowledging().payloads())
                .contains("live", "message 48", "changed")
                .doesNotContain("message 49");
    }

    @Test
    void retained_messages_at_qos_2_wait_for_their_packet_ids_to_be_committed() {
        publisher.send(retained(qos2(1, "a", "x")));
        TestClient client = broker.connect(TestConnect.staying("client"));
        broker.store().hold();

        client.send(subscribe(1, "a", Qos.EXACTLY_ONCE));
        broker.store().releaseOne();
        broker.settle();
        assertThat(client.received()).containsExactly(subAck(1, ReasonCode.GRANTED_QOS_2));

        broker.store().release();
        broker.settle();
        assertThat(client.received()).containsExactly(retained(qos2(1, "a", "x")));
    }
}
