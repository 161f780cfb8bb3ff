package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.codec.PingReq;
import io.bellbird.codec.PingResp;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code memory_limit}: first publishers wait, and nothing is lost; then those lose something who hold much. */
@OnOneShardAndOnFour
class MemoryLimitTest {
    private static final long LIMIT = 8 << 20;
    /** A message that counts 100,000 bytes. */
    private static final int BYTES = 100_000;

    private static final String PAYLOAD = "x".repeat(BYTES - 301);

    private final int shards;
    private TestBroker broker;
    private TestClient publisher;
    private int sent;

    MemoryLimitTest(int shards) {
        this.shards = shards;
        use(settings -> settings);
    }

    private void use(UnaryOperator<BrokerConfig.Builder> settings) {
        broker = new TestBroker(
                shards,
                builder -> settings.apply(builder.memoryLimitBytes(LIMIT).maxQueuedBytes(0)));
        publisher = broker.connect(TestConnect.v5("publisher"));
        sent = 0;
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            publisher.send(qos1(++sent % 400 + 1, "t", PAYLOAD));
        }
    }

    /** A connected client that takes bytes but acknowledges nothing, so that all that is sent to it stays in memory. */
    private TestClient silent(TestConnect connect) {
        return broker.connect(connect).subscribe("t", Qos.AT_LEAST_ONCE);
    }

    @Test
    void publishers_wait_above_the_limit_and_not_at_it() {
        // given
        use(settings -> settings.memoryLimitBytes(10 * BYTES));
        silent(TestConnect.v5("client"));
        // when, then
        send(9);
        assertThat(publisher.isRead()).isTrue();
        send(1);
        assertThat(publisher.isRead()).isTrue();
        send(1);
        broker.passMillis(1);
        send(1);
        assertThat(publisher.isRead()).isFalse();
        send(1);
        assertThat(publisher.received()).hasSizeBetween(11, 12);
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
    }

    @Test
    void publishers_go_on_when_an_eighth_of_the_limit_is_free() {
        // given
        use(settings -> settings.memoryLimitBytes(16 * BYTES));
        TestClient client = silent(TestConnect.v5("client"));
        while (publisher.isRead()) {
            send(1);
        }
        List<Integer> ids = client.messages().stream().map(Publish::packetId).toList();
        int over = ids.size() - 14;
        // when, then
        ids.subList(0, over - 1).forEach(id -> client.send(pubAck(id)));
        broker.passMillis(40);
        assertThat(publisher.isRead()).isFalse();
        ids.subList(over - 1, over).forEach(id -> client.send(pubAck(id)));
        broker.passMillis(40);
        assertThat(publisher.isRead()).isTrue();
    }

    @Test
    void nothing_is_lost_for_who_catches_up_while_publishers_wait() {
        // given
        TestClient client = silent(TestConnect.v5("client"));
        send(200);
        assertThat(publisher.isRead()).isFalse();
        // when
        client.acknowledging();
        broker.passSeconds(2);
        // then
        assertThat(publisher.isRead()).isTrue();
        assertThat(client.messages()).hasSize(200);
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
    }

    @Test
    void nothing_is_lost_when_much_comes_at_once_from_another_shard_that_was_ahead() {
        // given: clients of one shard, which has no time while another one sends as much as memory_limit allows
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; clients.size() < 20; i++) {
            String id = "client " + i;
            if (broker.home(id) == broker.home("client 0")) {
                clients.add(silent(TestConnect.v5(id).receiveMaximum(1)));
            }
        }
        broker.freeze(broker.home("client 0"));
        send(70);
        // when
        broker.thaw(broker.home("client 0"));
        clients.forEach(TestClient::acknowledging);
        broker.passSeconds(5);
        // then
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
        assertThat(clients).allSatisfy(client -> assertThat(client.messages()).hasSize(70));
        assertThat(publisher.isRead()).isTrue();
    }

    @Test
    void who_waits_is_read_a_little_so_that_its_own_acknowledgements_arrive() {
        // given: the one who publishes is the one who is to acknowledge, behind what it published
        use(settings -> settings.maxInflightMessages(0));
        TestClient both = silent(TestConnect.v5("both"));
        List<Publish> unacknowledged = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            both.send(qos1(i, "t", PAYLOAD));
        }
        both.messages().forEach(unacknowledged::add);
        assertThat(both.isRead()).isFalse();
        // when
        unacknowledged.forEach(message -> both.send(pubAck(message.packetId())));
        both.acknowledging();
        broker.passSeconds(60);
        // then
        assertThat(both.isRead()).isTrue();
        both.send(PingReq.INSTANCE);
        assertThat(both.received()).contains(PingResp.INSTANCE);
    }

    @Test
    void who_waits_is_not_cut_off_by_its_keep_alive() {
        publisher = broker.connect(TestConnect.v5("short of breath").keepAliveSeconds(10));
        silent(TestConnect.v5("client"));
        send(100);
        assertThat(publisher.isRead()).isFalse();

        for (int i = 0; i < 60; i++) {
            broker.passSeconds(5);
            publisher.send(PingReq.INSTANCE);
        }

        assertThat(publisher.isClosed()).isFalse();
    }

    @Test
    void what_lies_in_a_store_on_disk_does_not_count() {
        broker.connect(TestConnect.staying("away"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();

        send(300);

        assertThat(publisher.isRead()).isTrue();
        assertThat(broker.store().queue("away")).hasSize(300);
    }

    @Test
    void many_slow_clients_with_stored_sessions_do_not_stop_the_plant() {
        // given: what each of them has in memory would fill it
        for (int i = 0; i < 40; i++) {
            silent(TestConnect.staying("slow " + i).receiveMaximum(1));
        }
        TestClient fast = silent(TestConnect.v5("fast")).acknowledging();
        // when
        for (int i = 0; i < 100; i++) {
            send(1);
            broker.passSeconds(1);
        }
        // then
        assertThat(fast.messages()).hasSize(100);
        assertThat(publisher.isRead()).isTrue();
        assertThat(broker.store().queue("slow 7")).hasSize(100);
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
    }

    @Test
    void a_dead_subscriber_does_not_stop_the_plant_with_the_store_in_memory() {
        // given
        broker.store().beInMemory();
        broker.connect(TestConnect.staying("away"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        TestClient alive = silent(TestConnect.v5("alive")).acknowledging();
        // when: it fills the memory, and for a while the publisher waits
        send(100);
        assertThat(publisher.isRead()).isFalse();
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isZero();
        broker.passSeconds(20);
        // then: the publisher goes on, and the dead one gets no more
        assertThat(publisher.isRead()).isTrue();
        assertThat(alive.messages()).hasSize(100);
        int kept = broker.store().queue("away").size();
        send(300);
        broker.passSeconds(1);
        assertThat(publisher.isRead()).isTrue();
        assertThat(alive.messages()).hasSize(300);
        assertThat(broker.store().queue("away")).hasSize(kept);
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isEqualTo(400 - kept);
    }

    @Test
    void a_client_that_acknowledges_nothing_does_not_stop_the_plant() {
        // given: 500 messages may be in flight
        TestClient alive = silent(TestConnect.v5("alive")).acknowledging();
        TestClient deaf = silent(TestConnect.v5("deaf"));
        // when
        send(100);
        broker.passSeconds(20);
        send(300);
        broker.passSeconds(1);
        // then
        assertThat(publisher.isRead()).isTrue();
        assertThat(alive.messages()).hasSize(400);
        assertThat(deaf.messages()).hasSizeLessThan(110);
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isPositive();
    }

    @Test
    void clients_that_take_nothing_get_no_more_from_half_of_the_limit_on_and_nobody_waits() {
        // given: 80 messages would reach the limit
        TestClient alive = silent(TestConnect.v5("alive")).acknowledging();
        TestClient deaf = silent(TestConnect.v5("deaf"));
        // when
        for (int i = 0; i < 100; i++) {
            send(2);
            broker.passSeconds(1);
            assertThat(publisher.isRead()).isTrue();
        }
        // then
        assertThat(alive.messages()).hasSize(200);
        assertThat(deaf.messages()).hasSizeBetween(40, 75);
        assertThat(broker.count(Counter.DROPPED_MEMORY_FULL)).isPositive();
    }

    @Test
    void a_client_that_takes_something_again_gets_messages_again() {
        // given
        TestClient pausing = silent(TestConnect.v5("pausing"));
        send(60);
        broker.passSeconds(15);
        List<Publish> before = pausing.messages();
        send(1);
        assertThat(pausing.messages().size()).isZero();
        // when
        pausing.send(pubAck(before.get(0).packetId()));
        send(1);
        // then
        assertThat(pausing.messages().size()).isEqualTo(1);
    }

    @Test
    void many_dead_subscribers_that_hold_little_each_cost_the_living_nothing() {
        // given
        TestClient alive = silent(TestConnect.v5("alive")).acknowledging();
        List<TestClient> dead = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            dead.add(silent(TestConnect.v5("dead " + i)));
        }
        // when: 40 messages reach the limit
        for (int i = 0; i < 400; i++) {
            publisher.send(qos1(i % 400 + 1, "t", "x".repeat(5_000)));
            broker.passMillis(200);
        }
        broker.passSeconds(1);
        // then
        assertThat(publisher.isRead()).isTrue();
        assertThat(alive.messages().size()).isEqualTo(400);
        assertThat(dead)
                .allSatisfy(client -> assertThat(client.messages().size()).isLessThan(70));
    }

    @Test
    void a_session_of_which_little_waits_gets_its_messages_while_another_fills_the_memory() {
        // given
        broker.store().beInMemory();
        broker.connect(TestConnect.staying("dead"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        broker.connect(TestConnect.staying("asleep"))
                .subscribe("rare", Qos.AT_LEAST_ONCE)
                .disconnect();
        send(100);
        broker.passSeconds(20);
        // when
        publisher.send(qos1(500, "rare", "important"));
        // then
        assertThat(broker.store().queue("asleep")).containsExactly("important");
    }

    @Test
    void when_the_dead_subscriber_is_back_everybody_has_room_again() {
        // given
        broker.store().beInMemory();
        broker.connect(TestConnect.staying("away"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        send(100);
        broker.passSeconds(20);
        // when
        TestClient back = broker.connect(TestConnect.staying("away")).acknowledging();
        broker.passSeconds(1);
        int got = back.messages().size();
        send(10);
        // then
        assertThat(got).isGreaterThan(80);
        assertThat(back.messages()).hasSize(10);
        assertThat(broker.shard(0).memoryRoom().sessionBytesMax(true)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void qos_0_is_dropped_for_who_does_not_take_it_when_waiting_has_not_helped() {
        // given: memory is full and stays so
        silent(TestConnect.v5("deaf"));
        TestClient stopped =
                broker.connect("stopped").subscribe("zero", Qos.AT_MOST_ONCE).stopTaking();
        send(100);
        broker.passSeconds(20);
        // when
        for (int i = 0; i < 100; i++) {
            publisher.send(qos0("zero", PAYLOAD));
        }
        broker.passSeconds(1);
        // then: 16 MiB would wait otherwise
        assertThat(stopped.messages()).hasSizeBetween(10, 12);
        assertThat(broker.count(Counter.DROPPED_OUTBOX_FULL)).isGreaterThan(80);
    }
}
