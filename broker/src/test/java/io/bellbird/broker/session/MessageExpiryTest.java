package io.bellbird.broker.session;

import static io.bellbird.broker.shard.TestPackets.duplicate;
import static io.bellbird.broker.shard.TestPackets.expiring;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.OnOneShardAndOnFour;
import io.bellbird.broker.shard.TestBroker;
import io.bellbird.broker.shard.TestClient;
import io.bellbird.broker.shard.TestConnect;
import io.bellbird.codec.Qos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that are worth something for a while only [MQTT-3.3.2-5] [MQTT-3.3.2-6]. */
@OnOneShardAndOnFour
class MessageExpiryTest {
    private final TestBroker broker;
    private final TestClient publisher;

    MessageExpiryTest(int shards) {
        broker = new TestBroker(shards);
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    @Test
    void a_message_in_the_queue_expires() {
        broker.connect(TestConnect.staying("client"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        publisher.send(with(expiring(10), qos1(1, "t", "short")), with(expiring(60), qos1(2, "t", "long")));
        broker.passSeconds(10);

        TestClient back = broker.connect(TestConnect.staying("client")).acknowledging();

        assertThat(back.messages()).containsExactly(with(expiring(50), qos1(1, "t", "long")));
        assertThat(broker.count(Counter.DROPPED_EXPIRED)).isEqualTo(1);
    }

    @Test
    void expired_messages_are_gone_from_the_store_too() {
        broker.connect(TestConnect.staying("client"))
                .subscribe("t", Qos.EXACTLY_ONCE)
                .disconnect();
        publisher.send(with(expiring(10), qos2(1, "t", "x")));
        broker.passSeconds(10);

        broker.connect(TestConnect.staying("client"));

        assertThat(broker.store().queue("client")).isEmpty();
    }

    @Test
    void the_expiry_is_counted_down() {
        TestClient client =
                broker.connect(TestConnect.v5("client").receiveMaximum(1)).subscribe("t", Qos.AT_LEAST_ONCE);
        publisher.send(with(expiring(60), qos1(1, "t", "a")), with(expiring(60), qos1(2, "t", "b")));
        broker.passMillis(20_900);

        client.send(pubAck(1));

        assertThat(client.received())
                .containsExactly(with(expiring(60), qos1(1, "t", "a")), with(expiring(40), qos1(2, "t", "b")));
    }

    @Test
    void a_message_that_was_sent_does_not_expire() {
        TestClient client = broker.connect(TestConnect.staying("client")).subscribe("t", Qos.AT_LEAST_ONCE);
        publisher.send(with(expiring(10), qos1(1, "t", "x")));
        client.lose();
        broker.passSeconds(100);

        TestClient back = broker.connect(TestConnect.staying("client"));

        assertThat(back.received()).containsExactly(duplicate(with(expiring(0), qos1(1, "t", "x"))));
    }

    @Test
    void a_message_that_expires_at_once_reaches_who_is_there() {
        TestClient client = broker.connect("client").subscribe("t", Qos.EXACTLY_ONCE);

        publisher.send(
                with(expiring(0), qos0("t", "a")),
                with(expiring(0), qos1(1, "t", "b")),
                with(expiring(0), qos2(2, "t", "c")));

        assertThat(client.payloads()).containsExactly("a", "b", "c");
    }
}
