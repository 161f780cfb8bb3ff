package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.codec.PubAck;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.SubscriptionOptions;
import org.junit.jupiter.api.Test;

/** A store with a defect, that throws when a shard hands in a batch: nobody hears that it is safe before it is. */
class BatchThrownBackTest {
    private final TestBroker broker = new TestBroker(2);
    private final TestClient sender = broker.connect(TestConnect.staying("sender"));
    private final TestClient other = broker.connect(TestConnect.staying("other"));

    /** On the shard of the sender. */
    private TestClient subscribed(String filter) {
        return broker.connect(TestConnect.staying("receiver")).subscribe(filter, Qos.EXACTLY_ONCE);
    }

    @Test
    void what_waits_for_it_waits_until_the_store_has_it() {
        // given
        subscribed("t").disconnect();
        broker.store().throwBack(true);
        sender.send(qos1(1, "t", "first"));
        assertThat(sender.received()).isEmpty();
        assertThat(broker.count(Counter.BUGS)).isPositive();
        // when
        broker.store().throwBack(false);
        broker.store().hold();
        sender.send(qos0("nobody", ""));
        // then
        assertThat(sender.received()).isEmpty();
        broker.store().release();
        broker.settle();
        assertThat(sender.received()).containsExactly(pubAck(1));
        broker.crashAndRestart();
        assertThat(broker.connect(TestConnect.staying("receiver")).payloads()).containsExactly("first");
    }

    @Test
    void it_is_handed_in_again_though_nothing_else_happens() {
        subscribed("t").disconnect();
        broker.store().throwBack(true);
        sender.send(qos1(1, "t", "x"));
        broker.passSeconds(3);
        assertThat(sender.received()).isEmpty();

        broker.store().throwBack(false);
        broker.passSeconds(1);

        assertThat(sender.received()).containsExactly(pubAck(1));
    }

    @Test
    void nothing_of_it_is_told_when_the_broker_is_killed_before() {
        // given
        subscribed("t").disconnect();
        broker.store().throwBack(true);
        sender.send(qos1(1, "t", "x"), subscribe(2, "u", SubscriptionOptions.of(Qos.AT_LEAST_ONCE)));
        assertThat(sender.received()).isEmpty();
        // when
        broker.store().throwBack(false);
        broker.crashAndRestart();
        // then
        TestClient back = broker.connect(TestConnect.staying("sender"));
        back.send(duplicate(qos1(1, "t", "x")));
        assertThat(back.received()).containsExactly(pubAck(1));
        assertThat(broker.connect(TestConnect.staying("receiver")).payloads()).containsExactly("x");
    }

    @Test
    void nothing_new_is_taken_meanwhile_on_this_shard() {
        subscribed("t").disconnect();
        broker.store().throwBack(true);
        sender.send(qos1(1, "t", "x"));

        sender.send(qos1(2, "t", "y"));
        broker.store().throwBack(false);
        other.send(qos1(1, "nobody", "z"));
        broker.passSeconds(1);

        assertThat(sender.received())
                .map(PubAck.class::cast)
                .extracting(PubAck::packetId, PubAck::reason)
                .containsExactly(tuple(1, ReasonCode.SUCCESS), tuple(2, ReasonCode.QUOTA_EXCEEDED));
        assertThat(other.received()).hasSize(1);
        sender.send(qos1(3, "t", "z"));
        assertThat(sender.received()).containsExactly(pubAck(3));
    }

    @Test
    void a_message_for_another_shard_waits_for_that_one() {
        // given
        other.subscribe("t", Qos.AT_LEAST_ONCE).disconnect();
        broker.store().throwBack(true);
        sender.send(qos1(1, "t", "x"));
        // when
        broker.freeze(1);
        broker.store().throwBack(false);
        broker.passSeconds(1);
        // then
        assertThat(sender.received()).isEmpty();
        broker.thaw(1);
        broker.passSeconds(1);
        assertThat(sender.received()).containsExactly(pubAck(1));
    }

    @Test
    void a_message_for_several_shards_waits_for_each_of_them() {
        // given
        TestClient receiver = subscribed("t");
        other.subscribe("t", Qos.EXACTLY_ONCE).disconnect();
        broker.store().throwBack(true);
        // when
        sender.send(qos2(1, "t", "x"));
        assertThat(sender.received()).isEmpty();
        assertThat(receiver.received()).isEmpty();
        broker.store().throwBack(false);
        broker.passSeconds(1);
        // then
        assertThat(sender.received()).containsExactly(pubRec(1));
        assertThat(receiver.payloads()).containsExactly("x");
        broker.crashAndRestart();
        assertThat(broker.connect(TestConnect.staying("other")).payloads()).containsExactly("x");
        assertThat(broker.connect(TestConnect.staying("receiver")).payloads()).containsExactly("x");
    }
}
