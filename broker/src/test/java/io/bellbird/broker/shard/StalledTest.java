package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long publishers wait at {@code memory_limit} for clients that take nothing, and what those lose. */
@OnOneShardAndOnFour
class StalledTest {
    private static final long LIMIT = 8 << 20;
    private static final String PAYLOAD = "x".repeat(10_000 - 305);

    private final TestBroker broker;
    private final TestClient flooder;
    private final TestClient publisher;
    private int sent;

    StalledTest(int shards) {
        broker = new TestBroker(
                shards, builder -> builder.memoryLimitBytes(LIMIT).maxQueuedBytes(0));
        flooder = broker.connect(TestConnect.v5("flooder"));
        publisher = broker.connect(TestConnect.v5("publisher"));
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    /** Clients that take bytes and acknowledge nothing. */
    private List<TestClient> deaf(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> broker.connect(TestConnect.v5("deaf " + i)).subscribe("flood", Qos.AT_LEAST_ONCE))
                .toList();
    }

    private TestClient alive() {
        return broker.connect(TestConnect.v5("alive"))
                .subscribe("own", Qos.AT_LEAST_ONCE)
                .acknowledging();
    }

    /** Until publishers wait, with more to come. */
    private void fill() {
        for (int i = 0; i < 2_000 && flooder.isRead(); i++) {
            flood(1);
        }
        flood(30);
        assertThat(flooder.isRead()).isFalse();
    }

    private void flood(int count) {
        for (int i = 0; i < count; i++) {
            flooder.send(qos1(++sent % 400 + 1, "flood", PAYLOAD));
        }
    }

    private void publish(String topic) {
        publisher.send(qos1(++sent % 400 + 1, topic, "small"));
    }

    /** Ten messages a second for the healthy client. */
    private void healthyFor(int millis) {
        for (int i = 0; i < millis / 100; i++) {
            publish("own");
            broker.passMillis(100);
        }
    }

    @Test
    void while_others_go_on_taking_publishers_wait_for_less_than_two_seconds() {
        // given
        TestClient alive = alive();
        List<TestClient> deaf = deaf(20);
        healthyFor(1_000);
        // when
        fill();
        assertThat(publisher.isRead()).isTrue();
        publish("own");
        assertThat(publisher.isRead()).isFalse();
        healthyFor(1_900);
        // then
        assertThat(publisher.isRead()).isTrue();
        assertThat(alive.messages()).hasSize(30);
        flood(20);
        healthyFor(1_000);
        assertThat(alive.messages()).hasSize(10);
        assertThat(deaf).allSatisfy(client -> assertThat(client.messages()).hasSizeLessThan(80));
    }

    @Test
    void clients_whose_sockets_take_nothing_are_found_as_soon() {
        // given
        alive();
        deaf(20).forEach(TestClient::stopTaking);
        healthyFor(1_000);
        // when
        fill();
        healthyFor(2_000);
        // then
        assertThat(publisher.isRead()).isTrue();
    }

    @Test
    void when_nobody_takes_anything_publishers_wait_and_nothing_is_lost() {
        // given
        List<TestClient> pausing = deaf(20);
        fill();
        // when
        broker.passSeconds(8);
        assertThat(flooder.isRead()).isFalse();
        pausing.forEach(TestClient::acknowledging);
        broker.passSeconds(1);
        // then
        assertThat(flooder.isRead()).isTrue();
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
    }

    @Test
    void when_all_have_paused_the_first_that_goes_on_costs_the_others_nothing() {
        // given
        List<TestClient> pausing = deaf(20);
        fill();
        broker.passSeconds(5);
        // when: the others are there half a second later
        for (Publish message : pausing.get(0).messages().subList(0, 5)) {
            pausing.get(0).send(pubAck(message.packetId()));
            broker.passMillis(100);
        }
        pausing.forEach(TestClient::acknowledging);
        broker.passSeconds(1);
        // then
        assertThat(flooder.isRead()).isTrue();
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
    }

    @Test
    void one_that_holds_much_alone_is_waited_for_and_loses_nothing_when_it_goes_on() {
        // given
        TestClient alive = alive();
        TestClient busy = deaf(1).get(0);
        healthyFor(1_000);
        fill();
        // when
        healthyFor(8_000);
        assertThat(flooder.isRead()).isFalse();
        busy.acknowledging();
        healthyFor(1_000);
        // then
        assertThat(flooder.isRead()).isTrue();
        assertThat(alive.messages()).hasSize(100);
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
    }

    @Test
    void one_that_pauses_gets_what_little_there_is_for_it_while_others_fill_the_memory() {
        // given
        alive();
        deaf(20);
        TestClient pausing = broker.connect(TestConnect.v5("pausing")).subscribe("rare", Qos.AT_LEAST_ONCE);
        healthyFor(1_000);
        // when
        publish("rare");
        fill();
        healthyFor(3_000);
        for (int i = 0; i < 50; i++) {
            publish("rare");
        }
        pausing.acknowledging();
        // then
        assertThat(pausing.messages()).hasSize(51);
    }

    @Test
    void one_to_which_nothing_was_sent_for_long_is_not_stalled_by_its_first_message() {
        // given: it was looked at, and then memory was not scarce for long
        TestClient rare = broker.connect(TestConnect.v5("rare")).subscribe("rare", Qos.AT_LEAST_ONCE);
        List<TestClient> pausing = new ArrayList<>(deaf(20));
        flood(30);
        broker.passSeconds(1);
        pausing.forEach(TestClient::lose);
        broker.passSeconds(60);
        // when: it becomes scarce again, by what the client has not acknowledged yet too
        deaf(20);
        broker.settle();
        flood(30);
        for (int i = 1; i <= 30; i++) {
            publisher.send(qos1(i, "rare", PAYLOAD));
        }
        broker.passMillis(300);
        publisher.send(qos1(31, "rare", PAYLOAD));
        // then
        assertThat(rare.messages()).hasSize(31);
    }
}
