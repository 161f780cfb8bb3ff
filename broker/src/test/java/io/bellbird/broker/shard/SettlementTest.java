package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** QoS 2 messages that several shards store: none leaves, counts or is acknowledged before all have it. */
class SettlementTest {
    private static final int LETTERS_A_RUN = 1_024;

    private static TestClient subscribed(TestBroker broker, String clientId, String filter) {
        return broker.connect(TestConnect.staying(clientId)).subscribe(filter, Qos.EXACTLY_ONCE);
    }

    @Test
    void a_client_that_comes_back_gets_it_no_earlier() {
        // given
        TestBroker broker = new TestBroker(3);
        TestClient sender = broker.connect(TestConnect.staying("sender"));
        TestClient receiver = subscribed(broker, "receiver", "t");
        subscribed(broker, "slow", "t");
        broker.freeze(2);
        sender.send(qos2(1, "t", "x"));
        // when
        receiver.lose();
        receiver = broker.connect(TestConnect.staying("receiver"));
        // then
        assertThat(receiver.payloads()).isEmpty();
        broker.thaw(2);
        assertThat(receiver.payloads()).containsExactly("x");
        broker.assertSound();
    }

    @Test
    void a_queue_that_is_read_in_the_same_turn_does_not_part_its_records() {
        // given: in one turn of the sender's shard the message is settled, and then a queue is read
        TestBroker broker = new TestBroker(2);
        TestClient sender = broker.connect(TestConnect.staying("sender"));
        subscribed(broker, "receiver", "t").disconnect();
        subscribed(broker, "sleeper", "other").disconnect();
        sender.send(qos1(1, "other", "y"));
        broker.freeze(1);
        sender.send(qos2(2, "t", "x"));
        broker.store().hold();
        TestClient sleeper = broker.open(TestConnect.staying("sleeper"));
        broker.freeze(0);
        broker.thaw(1);
        broker.store().release();
        broker.store().hold();
        broker.thaw(0);
        assertThat(sleeper.received()).hasSize(1);
        // when
        broker.store().releaseOne();
        broker.crashAndRestart();
        // then
        sender = broker.connect(TestConnect.staying("sender"));
        sender.send(duplicate(qos2(2, "t", "x")));
        assertThat(sender.received()).containsExactly(pubRec(2));
        assertThat(broker.connect(TestConnect.staying("receiver")).payloads()).containsExactly("x");
        broker.assertSound();
    }

    /** The sender's next message finds no subscriber on the other shard any more; the one before is not settled. */
    private static void sendOneBehindThatIsStoredHereOnly(TestBroker broker, TestClient sender, TestClient leaving) {
        for (int i = 0; i < LETTERS_A_RUN; i++) {
            sender.sendLater(qos0("t", "before"));
        }
        sender.sendLater(qos2(1, "t", "first"));
        broker.turn(0);
        leaving.sendLater(unsubscribe(1, "t"));
        broker.turn(1);
        sender.sendLater(qos2(2, "t", "second"));
        broker.turn(0);
    }

    @Test
    void the_next_message_does_not_overtake_it() {
        TestBroker broker = new TestBroker(2);
        TestClient sender = broker.connect(TestConnect.staying("sender"));
        TestClient leaving = subscribed(broker, "leaving", "t");
        TestClient here = subscribed(broker, "here", "t");

        sendOneBehindThatIsStoredHereOnly(broker, sender, leaving);
        broker.turn(0);
        List<String> seen = new ArrayList<>(here.payloads());
        broker.settle();
        seen.addAll(here.payloads());

        seen.removeIf("before"::equals);
        assertThat(seen).containsExactly("first", "second");
        broker.assertSound();
    }

    @Test
    void the_next_message_does_not_overtake_it_in_a_crash_either() {
        // given
        TestBroker broker = new TestBroker(2);
        TestClient sender = broker.connect(TestConnect.staying("sender"));
        TestClient leaving = subscribed(broker, "leaving", "t");
        subscribed(broker, "here", "t").disconnect();
        sendOneBehindThatIsStoredHereOnly(broker, sender, leaving);
        // when
        broker.crashAndRestart();
        sender = broker.connect(TestConnect.staying("sender"));
        sender.send(duplicate(qos2(1, "t", "first")), duplicate(qos2(2, "t", "second")));
        // then
        assertThat(broker.connect(TestConnect.staying("here")).payloads()).containsExactly("first", "second");
        broker.assertSound();
    }

    @Test
    void many_that_wait_cost_no_more_than_there_are() {
        // given: each message waits for a shard of its own, and a hundred receivers wait for each
        TestBroker broker = new TestBroker(7);
        TestClient sender = broker.connect(TestConnect.staying("sender"));
        broker.home("unused");
        for (int shard = 2; shard < 7; shard++) {
            subscribed(broker, "slow" + shard, "t/" + shard);
        }
        List<TestClient> receivers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (int shard = 0; shard < 7; shard++) {
                String clientId = "receiver" + i + shard;
                if (broker.home(clientId) == 1) {
                    receivers.add(subscribed(broker, clientId, "t/#"));
                }
            }
        }
        for (int shard = 2; shard < 7; shard++) {
            broker.freeze(shard);
        }
        for (int shard = 2; shard < 7; shard++) {
            sender.send(qos2(shard, "t/" + shard, "x"));
        }
        // when: they are settled one after the other
        for (int shard = 2; shard < 7; shard++) {
            broker.thaw(shard);
        }
        // then
        assertThat(receivers)
                .allSatisfy(receiver -> assertThat(receiver.payloads()).hasSize(5));
        broker.assertSound();
    }
}
