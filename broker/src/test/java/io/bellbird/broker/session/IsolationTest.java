package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.delayedWill;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.ErrorLines;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.TestAuthorizer;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PacketType;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.RetainHandling;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A hundred clients, and an exception with one of them: that one pays, the other 99 miss no message, and one line is
 * logged. Wherever packets go; bytes are the matter of {@code SocketIsolationTest}.
 */
@OnOneShardAndOnFour
class IsolationTest {
    private static final int OTHERS = 99;
    private static final String ALL = "all";

    private final int shards;
    private final TestAuthorizer authorizer = new TestAuthorizer();
    private final TestBroker broker;
    private final List<TestClient> others = new ArrayList<>();
    private final TestClient victim;
    private final TestClient publisher;
    private final ErrorLines errors = new ErrorLines();
    private int lastPacketId;

    /** The victim is in the middle, so that it has clients before and behind it on its own shard. */
    IsolationTest(int shards) {
        this.shards = shards;
        broker = new TestBroker(shards, settings -> settings, Authenticator.EVERYBODY, authorizer);
        join(OTHERS / 2);
        victim = broker.connect(TestConnect.staying("victim").keepAliveSeconds(10))
                .subscribe(ALL, Qos.AT_LEAST_ONCE)
                .acknowledging();
        join(OTHERS - OTHERS / 2);
        publisher = broker.connect("publisher");
    }

    private void join(int count) {
        for (int i = 0; i < count; i++) {
            others.add(broker.connect("other-" + others.size())
                    .subscribe(ALL, Qos.AT_LEAST_ONCE)
                    .acknowledging());
        }
    }

    @AfterEach
    void stopListening() {
        errors.close();
    }

    private void publish(String payload) {
        publisher.send(qos1(++lastPacketId, ALL, payload));
        assertThat(publisher.received()).containsExactly(pubAck(lastPacketId));
    }

    /** One defect was counted and logged once, and the others have these messages and the next. */
    private void assertOthersMissNothing(String line, String... payloads) {
        assertThat(broker.count(Counter.BUGS)).isEqualTo(1);
        assertThat(errors.lines()).singleElement().asString().contains(line);
        for (TestClient other : others) {
            assertThat(other.payloads()).containsExactly(payloads);
        }
        publish("next");
        for (TestClient other : others) {
            assertThat(other.payloads()).containsExactly("next");
            assertThat(other.isClosed()).isFalse();
        }
        assertThat(errors.lines()).hasSize(1);
    }

    private void assertVictimAlonePays(String... payloads) {
        assertThat(victim.isClosed()).isTrue();
        assertOthersMissNothing("client=victim", payloads);
    }

    private static Predicate<Packet> packets(PacketType type) {
        return packet -> packet.type() == type;
    }

    // Route

    @Test
    void who_cannot_be_looked_at_on_the_way_of_a_message_misses_it_alone() {
        Faulty faulty = new Faulty();
        SubscriptionOptions noLocal =
                new SubscriptionOptions(Qos.AT_LEAST_ONCE, true, false, RetainHandling.SEND_ON_SUBSCRIBE);
        faulty.join(broker.shard(broker.home("victim")), ALL, noLocal);

        publish("x");

        assertThat(faulty.failures).hasSize(1).first().asString().contains("injected");
        assertThat(errors.lines()).isEmpty();
        assertThat(victim.payloads()).containsExactly("x");
        for (TestClient other : others) {
            assertThat(other.payloads()).containsExactly("x");
        }
    }

    @Test
    void a_route_that_cannot_be_found_costs_the_publisher_its_connection() {
        new Faulty().joinTwice(broker.shard(broker.home("victim")));

        victim.send(qos1(1, "broken/x", "lost"), qos1(2, ALL, "never read"));

        assertVictimAlonePays();
    }

    // Deliver

    @Test
    void a_delivery_that_fails_costs_the_receiver_its_connection() {
        victim.breakOn(packets(PacketType.PUBLISH));

        publish("x");

        assertVictimAlonePays("x");
    }

    @Test
    void a_client_that_cannot_be_sent_anything_is_logged_once() {
        victim.breakOn(packet -> true);

        publish("x");

        assertVictimAlonePays("x");
    }

    // Encode

    @Test
    void an_answer_that_cannot_be_encoded_costs_the_client_its_connection() {
        victim.breakOn(packets(PacketType.PINGRESP));

        victim.send(PingReq.INSTANCE, qos1(1, ALL, "never read"));

        assertVictimAlonePays();
    }

    @Test
    void an_acknowledgement_that_cannot_be_encoded_takes_no_message_back() {
        victim.breakOn(packets(PacketType.PUBACK));

        victim.send(qos1(1, ALL, "x"));

        assertVictimAlonePays("x");
    }

    // Timer

    @Test
    void a_timer_that_fails_costs_the_client_whose_it_is() {
        victim.breakOn(packets(PacketType.DISCONNECT));

        broker.passSeconds(15);

        assertVictimAlonePays();
    }

    @Test
    void a_will_that_fails_when_its_time_has_come_is_the_only_message_lost() {
        broker.connect(TestConnect.staying("victim").will(delayedWill(ALL, Qos.AT_LEAST_ONCE, "will", 60)))
                .lose();
        authorizer.breakDown(true);

        broker.passSeconds(60);

        authorizer.breakDown(false);
        assertVictimAlonePays();
    }

    // Store

    @Test
    void what_fails_when_the_store_has_committed_costs_the_client_that_waited() {
        victim.breakOn(packets(PacketType.PUBACK));
        broker.store().hold();
        victim.send(qos1(1, ALL, "x"));
        assertThat(victim.isClosed()).isFalse();

        broker.store().release();
        broker.settle();

        assertVictimAlonePays("x");
    }

    @Test
    void what_fails_with_what_the_store_has_read_costs_the_client_whose_it_is() {
        // given: it was away, and comes back
        victim.lose();
        publish("x");
        broker.store().breakNextRead();
        // when
        TestClient back = broker.connect(TestConnect.staying("victim"));
        // then
        assertThat(back.isClosed()).isTrue();
        assertThat(back.payloads()).isEmpty();
        assertVictimAlonePays("x");
        assertThat(broker.connect(TestConnect.staying("victim")).payloads()).containsExactly("x", "next");
    }

    // Mailbox

    @Test
    void an_action_that_fails_while_the_mailbox_is_emptied_does_not_stop_what_comes_behind_it() {
        Shard shard = broker.shard(broker.home("victim"));
        shard.execute(() -> {
            throw new IllegalStateException("injected: an action fails");
        });

        publish("x");

        assertThat(victim.payloads()).containsExactly("x");
        assertOthersMissNothing("an action failed", "x");
    }

    @Test
    void a_letter_that_fails_is_refused_to_its_publisher_and_those_behind_it_arrive() {
        int other = (broker.home("victim") + 1) % shards;
        new Faulty().joinTwice(broker.shard(other));

        victim.send(qos1(1, "broken/x", "lost"), qos1(2, ALL, "x"));

        if (shards == 1) {
            assertVictimAlonePays();
        } else {
            assertThat(victim.received())
                    .filteredOn(packets(PacketType.PUBACK))
                    .containsExactly(new PubAck(1, ReasonCode.QUOTA_EXCEEDED), pubAck(2));
            assertOthersMissNothing("an action failed", "x");
        }
    }

    /** A subscriber of the test's own, which throws whatever it is asked. */
    private static final class Faulty implements Subscriber {
        private final List<Throwable> failures = new ArrayList<>();

        private static IllegalStateException injected() {
            return new IllegalStateException("injected: a subscriber fails");
        }

        void join(Shard shard, String filter, SubscriptionOptions options) {
            shard.subscriptions().subscribe(this, TopicFilter.parse(filter), options, 0);
        }

        /** With filters that overlap, so that looking for the way of a message to {@code broken/x} already fails. */
        void joinTwice(Shard shard) {
            join(shard, "broken/x", SubscriptionOptions.of(Qos.AT_MOST_ONCE));
            join(shard, "broken/#", SubscriptionOptions.of(Qos.AT_MOST_ONCE));
        }

        @Override
        public String clientId() {
            throw injected();
        }

        @Override
        public boolean mayReceive(Topic topic) {
            return true;
        }

        @Override
        public void deliver(Publication publication, Receiver receiver) {
            throw injected();
        }

        @Override
        public void failed(Throwable bug) {
            failures.add(bug);
        }

        @Override
        public int hashCode() {
            throw injected();
        }

        @Override
        public boolean equals(Object other) {
            throw injected();
        }
    }
}
