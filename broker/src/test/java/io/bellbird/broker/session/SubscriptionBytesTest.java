package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.unsubAck;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubAck;
import io.bellbird.codec.Subscribe;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code max_subscription_bytes}: what the subscriptions of a session may take of memory. */
@OnOneShardAndOnFour
class SubscriptionBytesTest {
    /** Each counts 552 bytes: 300, one level, one byte twice. */
    private static final int SHORT_BYTES = 552;

    private final int shards;
    private TestBroker broker;

    SubscriptionBytesTest(int shards) {
        this.shards = shards;
        use(2 * SHORT_BYTES);
    }

    private void use(long bytesMax) {
        broker = new TestBroker(shards, settings -> settings.maxSubscriptionBytes(bytesMax));
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static ReasonCode answer(TestClient client, String filter) {
        client.send(subscribe(1, filter, Qos.AT_LEAST_ONCE));
        return ((SubAck) client.received().get(0)).reasons().get(0);
    }

    private static long bytes(String filter) {
        return ServerLimits.subscriptionBytes(TopicFilter.parse(filter));
    }

    @Test
    void a_subscription_counts_itself_its_levels_and_its_bytes_and_a_shared_one_its_group() {
        assertThat(bytes("a")).isEqualTo(SHORT_BYTES);
        assertThat(bytes("a/b/+")).isEqualTo(300 + 3 * 250 + 2 * 5);
        assertThat(bytes("\u20ac")).isEqualTo(300 + 250 + 2 * 3);
        assertThat(bytes("$share/g/a")).isEqualTo(300 + 3 * 250 + 1_200 + 4 * 10);
    }

    @Test
    void further_subscriptions_are_refused_and_those_that_are_there_can_be_replaced() {
        TestClient client = broker.connect("client");
        assertThat(answer(client, "a")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(answer(client, "b")).isEqualTo(ReasonCode.GRANTED_QOS_1);

        client.send(subscribe(3, "c", Qos.AT_MOST_ONCE), subscribe(4, "a", Qos.EXACTLY_ONCE));

        assertThat(client.received())
                .containsExactly(subAck(3, ReasonCode.QUOTA_EXCEEDED), subAck(4, ReasonCode.GRANTED_QOS_2));
    }

    @Test
    void within_one_packet_those_that_still_fit_are_granted() {
        TestClient client = broker.connect("client");
        SubscriptionOptions options = SubscriptionOptions.of(Qos.AT_MOST_ONCE);
        List<Subscribe.Request> requests = List.of(
                new Subscribe.Request("a", options),
                new Subscribe.Request("x".repeat(300), options),
                new Subscribe.Request("b", options));

        client.send(new Subscribe(1, 0, List.of(), requests));

        assertThat(client.received())
                .containsExactly(
                        subAck(1, ReasonCode.GRANTED_QOS_0, ReasonCode.QUOTA_EXCEEDED, ReasonCode.GRANTED_QOS_0));
    }

    @Test
    void what_is_unsubscribed_makes_room() {
        TestClient client = broker.connect("client");
        answer(client, "a");
        answer(client, "b");

        client.send(unsubscribe(3, "a", "never there"));

        assertThat(client.received())
                .containsExactly(unsubAck(3, ReasonCode.SUCCESS, ReasonCode.NO_SUBSCRIPTION_EXISTED));
        assertThat(answer(client, "c")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(answer(client, "d")).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
    }

    @Test
    void shared_subscriptions_count_and_make_room_as_well() {
        use(bytes("$share/g/a") + SHORT_BYTES);
        TestClient client = broker.connect("client");
        assertThat(answer(client, "$share/g/a")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(answer(client, "$share/g/b")).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        assertThat(answer(client, "$share/g/a")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(answer(client, "a")).isEqualTo(ReasonCode.GRANTED_QOS_1);

        client.send(unsubscribe(2, "$share/g/a"));

        assertThat(client.received()).containsExactly(unsubAck(2, ReasonCode.SUCCESS));
        assertThat(answer(client, "$share/g/b")).isEqualTo(ReasonCode.GRANTED_QOS_1);
    }

    @Test
    void sessions_do_not_share_the_limit_and_one_that_starts_anew_has_all_of_it() {
        TestClient client = broker.connect("client");
        answer(client, "a");
        answer(client, "b");

        assertThat(answer(broker.connect("other"), "c")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        client.disconnect();
        TestClient again = broker.connect("client");

        assertThat(answer(again, "c")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(answer(again, "d")).isEqualTo(ReasonCode.GRANTED_QOS_1);
    }

    @Test
    void after_a_restart_the_same_is_taken() {
        use(bytes("$share/g/a") + SHORT_BYTES);
        TestClient before = broker.connect(TestConnect.staying("client"));
        answer(before, "$share/g/a");
        answer(before, "a");

        broker.crashAndRestart();

        TestClient client = broker.connect(TestConnect.staying("client"));
        assertThat(answer(client, "b")).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        client.send(unsubscribe(2, "a"));
        client.received();
        assertThat(answer(client, "b")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        assertThat(answer(client, "c")).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
    }

    @Test
    void what_a_start_finds_above_the_limit_is_kept() {
        TestClient before = broker.connect(TestConnect.staying("client"));
        answer(before, "a");
        answer(before, "b");

        broker.crashAndRestart(settings -> settings.maxSubscriptionBytes(1));

        TestClient client = broker.connect(TestConnect.staying("client"));
        assertThat(answer(client, "c")).isEqualTo(ReasonCode.QUOTA_EXCEEDED);
        assertThat(answer(client, "b")).isEqualTo(ReasonCode.GRANTED_QOS_1);
        client.send(unsubscribe(2, "a", "b"));
        assertThat(client.received()).containsExactly(unsubAck(2, ReasonCode.SUCCESS, ReasonCode.SUCCESS));
    }

    @Test
    void with_0_only_their_number_is_limited() {
        use(0);
        TestClient client = broker.connect("client");

        for (int i = 0; i < 100; i++) {
            assertThat(answer(client, i + "x".repeat(60_000))).isEqualTo(ReasonCode.GRANTED_QOS_1);
        }
    }
}
