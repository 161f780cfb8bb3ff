package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.identified;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.will;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.session.OnBehalf.Dismissed;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.PubRec;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those who run the broker do to sessions in the place of their clients. */
@OnOneShardAndOnFour
class OnBehalfTest {
    private final int shards;
    private final TestBroker broker;
    private final TestClient publisher;
    private final List<Object> answers = new ArrayList<>();

    OnBehalfTest(int shards) {
        this.shards = shards;
        broker = new TestBroker(shards);
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private static TestConnect staying() {
        return TestConnect.staying("client");
    }

    private void ask(Consumer<Shard> question) {
        Shard home = broker.shard(broker.home("client"));
        home.execute(() -> question.accept(home));
        broker.settle();
    }

    private void add(String filter, SubscriptionOptions options) {
        ask(home -> home.onBehalf().subscribe("client", TopicFilter.parse(filter), options, answers::add));
    }

    private void add(String filter, Qos qos) {
        add(filter, SubscriptionOptions.of(qos));
    }

    private void remove(String filter) {
        ask(home -> home.onBehalf().unsubscribe("client", TopicFilter.parse(filter), answers::add));
    }

    private void end() {
        ask(home -> home.onBehalf().end("client", "enough", answers::add));
    }

    private SessionContents contents() {
        return broker.shard(broker.home("client")).sessions().contents("client").orElseThrow();
    }

    // Subscriptions

    @Test
    void a_subscription_is_in_force_for_a_client_that_is_there() {
        TestClient client = broker.connect("client");

        add("t", Qos.AT_LEAST_ONCE);
        publisher.send(qos0("t", "1"));

        assertThat(answers).containsExactly(Optional.of(ReasonCode.granted(Qos.AT_LEAST_ONCE)));
        assertThat(client.payloads()).containsExactly("1");
    }

    @Test
    void a_subscription_is_in_force_for_a_client_that_is_away_and_survives_a_crash() {
        broker.connect(staying()).disconnect();

        add("t", Qos.AT_LEAST_ONCE);
        broker.crashAndRestart();
        broker.connect("publisher").send(qos1(1, "t", "1"));

        assertThat(broker.connect(staying()).payloads()).containsExactly("1");
    }

    @Test
    void it_is_told_once_the_store_has_it_and_retained_messages_come_after_that() {
        publisher.send(retained(qos0("t", "kept")));
        TestClient client = broker.connect(staying());
        broker.store().hold();

        add("t", Qos.AT_LEAST_ONCE);
        assertThat(answers).isEmpty();
        assertThat(client.payloads()).isEmpty();
        broker.store().release();
        broker.settle();

        assertThat(answers).hasSize(1);
        assertThat(client.payloads()).containsExactly("kept");
    }

    @Test
    void retained_messages_come_as_the_options_say() {
        publisher.send(retained(qos0("t", "kept")));
        TestClient client = broker.connect("client");

        add("t", new SubscriptionOptions(Qos.AT_MOST_ONCE, false, false, RetainHandling.DO_NOT_SEND));
        assertThat(client.payloads()).isEmpty();
        add("t", new SubscriptionOptions(Qos.AT_MOST_ONCE, false, false, RetainHandling.SEND_IF_NEW));
        assertThat(client.payloads()).isEmpty();
        add("t", Qos.AT_MOST_ONCE);
        assertThat(client.payloads()).containsExactly("kept");
    }

    @Test
    void one_that_is_replaced_keeps_its_identifier() {
        TestClient client = broker.connect("client");
        client.send(subscribe(1, 7, "t", SubscriptionOptions.of(Qos.AT_MOST_ONCE)));

        add("t", new SubscriptionOptions(Qos.AT_LEAST_ONCE, false, true, RetainHandling.DO_NOT_SEND));
        client.received();
        publisher.send(qos0("t", "1"));

        assertThat(client.received()).containsExactly(identified(qos0("t", "1"), 7));
        assertThat(contents().subscriptions())
                .containsExactly(new SessionContents.Subscribed(
                        "t",
                        new SubscriptionOptions(Qos.AT_LEAST_ONCE, false, true, RetainHandling.DO_NOT_SEND),
                        7,
                        false));
    }

    @Test
    void a_shared_one_joins_its_group_and_leaves_it() {
        TestClient client = broker.connect(staying());

        add("$share/g/t", Qos.AT_LEAST_ONCE);
        publisher.send(qos0("t", "1"));
        assertThat(client.payloads()).containsExactly("1");
        assertThat(groups().get(0).members()).containsExactly(new GroupView.Member("client", true, 0));

        remove("$share/g/t");
        assertThat(groups()).isEmpty();
        assertThat(answers).hasSize(2);
    }

    private List<GroupView> groups() {
        return IntStream.range(0, shards)
                .mapToObj(i -> broker.shard(i).groups().views("", 10))
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void a_subscription_that_was_removed_stays_removed_after_a_crash() {
        broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();

        remove("t");
        broker.crashAndRestart();
        broker.connect("publisher").send(qos1(1, "t", "1"));

        assertThat(answers).containsExactly(Optional.of(ReasonCode.SUCCESS));
        assertThat(broker.connect(staying()).payloads()).isEmpty();
    }

    @Test
    void what_is_not_there_is_not_removed() {
        broker.connect("client");

        remove("t");

        assertThat(answers).containsExactly(Optional.of(ReasonCode.NO_SUBSCRIPTION_EXISTED));
    }

    @Test
    void without_a_session_nothing_is_done() {
        add("t", Qos.AT_MOST_ONCE);
        remove("t");
        end();
        ask(home -> answers.add(home.onBehalf().disconnect("client", ReasonCode.ADMINISTRATIVE_ACTION, "")));

        assertThat(answers).containsExactly(Optional.empty(), Optional.empty(), false, Dismissed.NO_SESSION);
    }

    @Test
    void a_store_that_takes_nothing_takes_no_subscription() {
        broker.connect(staying()).disconnect();
        broker.store().accept(false);

        add("t", Qos.AT_LEAST_ONCE);

        assertThat(answers).containsExactly(Optional.of(ReasonCode.QUOTA_EXCEEDED));
        assertThat(contents().subscriptions()).isEmpty();
    }

    // The end of connections and sessions

    @Test
    void a_client_is_told_why_it_is_disconnected() {
        TestClient client = broker.connect(staying());

        ask(home ->
                answers.add(home.onBehalf().disconnect("client", ReasonCode.ADMINISTRATIVE_ACTION, "moving house")));

        assertThat(client.received())
                .containsExactly(Disconnect.because(ReasonCode.ADMINISTRATIVE_ACTION, "moving house"));
        assertThat(client.isClosed()).isTrue();
        ask(home -> answers.add(home.onBehalf().disconnect("client", ReasonCode.ADMINISTRATIVE_ACTION, "")));
        assertThat(answers).containsExactly(Dismissed.DISCONNECTED, Dismissed.AWAY);
        assertThat(broker.connect(staying()).connAck().sessionPresent()).isTrue();
    }

    @Test
    void a_session_ends_with_its_connection_and_its_will_is_published() {
        TestClient watcher = broker.connect("watcher").subscribe("w", Qos.AT_MOST_ONCE);
        TestClient client = broker.connect(staying().will(will("w", Qos.AT_MOST_ONCE, "gone")));

        end();

        assertThat(client.received()).containsExactly(Disconnect.because(ReasonCode.ADMINISTRATIVE_ACTION, "enough"));
        assertThat(watcher.payloads()).containsExactly("gone");
        assertThat(answers).containsExactly(true);
        assertThat(broker.connect(staying()).connAck().sessionPresent()).isFalse();
    }

    @Test
    void a_session_that_was_ended_is_not_there_after_a_crash() {
        broker.connect(staying()).subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
        publisher.send(qos1(1, "t", "1"));
        broker.store().hold();

        end();
        assertThat(answers).isEmpty();
        broker.store().release();
        broker.settle();
        assertThat(answers).containsExactly(true);

        broker.crashAndRestart();
        assertThat(broker.connect(staying()).connAck().sessionPresent()).isFalse();
    }

    @Test
    void a_session_without_expiry_ends_as_well() {
        broker.connect("client");

        end();

        assertThat(answers).containsExactly(true);
        assertThat(broker.level(Gauge.SESSIONS)).isEqualTo(1);
    }

    // What is seen

    @Test
    void messages_in_flight_and_in_the_queue_are_seen() {
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(2)).subscribe("#", Qos.EXACTLY_ONCE);
        publisher.send(qos2(1, "a", "12"), qos1(2, "b", "3"), qos1(3, "c", "4567"));
        client.send(new PubRec(1, ReasonCode.SUCCESS));

        SessionContents seen = contents();

        assertThat(seen.inflight())
                .containsExactly(
                        new SessionContents.OnItsWay(1, "a", Qos.EXACTLY_ONCE, SessionContents.Stage.RELEASED, 2),
                        new SessionContents.OnItsWay(2, "b", Qos.AT_LEAST_ONCE, SessionContents.Stage.SENT, 1));
        assertThat(seen.queue()).containsExactly(new SessionContents.Queued("c", Qos.AT_LEAST_ONCE, false, 4));
        assertThat(seen.queuedMessages()).isEqualTo(1);
        client.received();
    }

    @Test
    void what_was_agreed_on_is_seen_while_the_client_is_there() {
        TestClient client = broker.connect(
                staying().keepAliveSeconds(30).receiveMaximum(7).will(will("w", Qos.AT_MOST_ONCE, "gone")));
        broker.passSeconds(5);

        ClientView there = look();
        client.disconnect();
        broker.passSeconds(3);
        ClientView away = look();

        assertThat(there.session().forNanos()).isEqualTo(5_000_000_000L);
        assertThat(there.willTopic()).isEqualTo("w");
        assertThat(there.stored()).isTrue();
        assertThat(there.connection().keepAliveSeconds()).isEqualTo(30);
        assertThat(there.connection().receiveMaximum()).isEqualTo(7);
        assertThat(away.session().forNanos()).isEqualTo(3_000_000_000L);
        assertThat(away.connection()).isNull();
        assertThat(away.willTopic()).isNull();
    }

    private ClientView look() {
        return broker.shard(broker.home("client")).sessions().look("client").orElseThrow();
    }

    @Test
    void what_a_group_has_not_handed_out_is_seen_as_waiting() {
        broker.connect(staying()).subscribe("$share/g/t", Qos.AT_LEAST_ONCE).disconnect();
        publisher.send(qos1(1, "t", "1"), qos1(2, "t", "2"));

        GroupView group = groups().get(0);

        assertThat(group.text()).isEqualTo("$share/g/t");
        assertThat(group.waitingMessages()).isEqualTo(2);
        assertThat(group.waitingBytes()).isPositive();
        assertThat(group.members()).containsExactly(new GroupView.Member("client", false, 0));
    }
}
