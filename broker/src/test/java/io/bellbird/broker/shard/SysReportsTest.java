package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.pubRec;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.qos2;
import static io.bellbird.broker.shard.TestPackets.retained;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the broker says of itself under $SYS, from all of its shards. */
@OnOneShardAndOnFour
class SysReportsTest {
    private static final int INTERVAL_SECONDS = 10;

    private final TestBroker broker;
    private final TestClient watcher;

    SysReportsTest(int shards) {
        broker = new TestBroker(shards, settings -> settings.sysIntervalSeconds(INTERVAL_SECONDS)).start();
        watcher = broker.connect("watcher").subscribe("$SYS/#", Qos.EXACTLY_ONCE);
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    /** What the watcher got since it was asked last, by the name below {@code $SYS/broker/}. */
    private Map<String, String> told() {
        return told(watcher);
    }

    private static Map<String, String> told(TestClient client) {
        Map<String, String> texts = new HashMap<>();
        for (Publish message : client.messages()) {
            String name = message.topic().text().replaceFirst("^\\$SYS/broker/", "");
            texts.put(name, message.payload().toUtf8());
        }
        return texts;
    }

    /** What the watcher is told at the end of the interval. */
    private Map<String, String> next() {
        watcher.received();
        broker.passSeconds(INTERVAL_SECONDS);
        return told();
    }

    @Test
    void a_new_subscriber_gets_the_last_value_of_each_at_once() {
        broker.passSeconds(3L * INTERVAL_SECONDS);

        TestClient late = broker.connect("late").subscribe("$SYS/broker/uptime", Qos.AT_MOST_ONCE);

        assertThat(late.messages()).singleElement().satisfies(message -> {
            assertThat(message.retain()).isTrue();
            assertThat(message.payload().toUtf8()).isEqualTo("30 seconds");
        });
    }

    @Test
    void they_are_there_as_soon_as_the_broker_is() {
        assertThat(told())
                .containsEntry("version", "bellbird version 1.2.3")
                .containsEntry("uptime", "0 seconds")
                .containsEntry("messages/inflight", "0")
                .containsEntry("load/publish/received/15min", "0.00")
                .containsEntry("store/status", "open");
    }

    @Test
    void what_has_changed_is_told_once_in_each_interval_to_those_who_are_subscribed() {
        told();
        broker.useHeap(77);

        broker.passSeconds(INTERVAL_SECONDS - 1);
        assertThat(watcher.received()).isEmpty();

        broker.passSeconds(1);
        List<Publish> messages = watcher.messages();
        assertThat(messages).noneMatch(Publish::retain).allMatch(message -> message.qos() == Qos.AT_MOST_ONCE);
        assertThat(messages)
                .filteredOn(message -> message.topic().text().equals("$SYS/broker/heap/current"))
                .singleElement()
                .satisfies(message -> assertThat(message.payload().toUtf8()).isEqualTo("77"));

        assertThat(next()).containsOnlyKeys("uptime");
    }

    @Test
    void only_filters_that_begin_with_sys_match_them() {
        TestClient other = broker.connect("other")
                .subscribe("#", Qos.AT_MOST_ONCE)
                .subscribe("+/broker/uptime", Qos.AT_MOST_ONCE)
                .subscribe("+/#", Qos.AT_MOST_ONCE);
        TestClient own = broker.connect("own").subscribe("$SYS/+/uptime", Qos.AT_MOST_ONCE);

        broker.passSeconds(INTERVAL_SECONDS);

        assertThat(other.received()).isEmpty();
        assertThat(own.payloads()).containsExactly("0 seconds", "10 seconds");
    }

    @Test
    void clients_may_not_publish_there() {
        TestClient client = broker.connect("client");
        watcher.received();

        client.send(qos1(1, "$SYS/broker/uptime", "for ever"));

        assertThat(client.received()).containsExactly(pubAck(1, ReasonCode.NOT_AUTHORIZED, "the topic is reserved"));
        assertThat(watcher.received()).isEmpty();
        assertThat(next()).containsEntry("dropped/not_authorized", "1");
    }

    @Test
    void they_are_never_given_to_the_store() {
        broker.passSeconds(5L * INTERVAL_SECONDS);

        assertThat(broker.store().retained()).isEmpty();
        assertThat(broker.store().changeCount()).isZero();
    }

    @Test
    void they_do_not_wait_for_a_client_that_is_away() {
        broker.connect(TestConnect.staying("away"))
                .subscribe("$SYS/#", Qos.EXACTLY_ONCE)
                .disconnect();

        broker.passSeconds(5L * INTERVAL_SECONDS);

        assertThat(broker.level(Gauge.QUEUED_MESSAGES)).isZero();
    }

    @Test
    void clients_are_counted_wherever_they_live() {
        broker.connect("a").subscribe("x", Qos.AT_MOST_ONCE).subscribe("y", Qos.AT_MOST_ONCE);
        TestClient staying =
                broker.connect(TestConnect.v5("b").expirySeconds(15)).subscribe("z", Qos.AT_MOST_ONCE);
        broker.connect("c").disconnect();
        assertThat(next())
                .containsEntry("clients/total", "3")
                .containsEntry("clients/connected", "3")
                .containsEntry("clients/maximum", "3")
                .containsEntry("connections/accepted", "4")
                .containsEntry("subscriptions/count", "4");

        staying.disconnect();
        assertThat(next())
                .containsEntry("clients/connected", "2")
                .containsEntry("clients/disconnected", "1")
                .doesNotContainKeys("clients/total", "clients/expired");

        assertThat(next())
                .containsEntry("clients/total", "2")
                .containsEntry("clients/disconnected", "0")
                .containsEntry("clients/expired", "1")
                .containsEntry("subscriptions/count", "3");
    }

    @Test
    void a_session_that_is_taken_over_stays_one_client() {
        broker.connect(TestConnect.staying("a"));
        broker.connect(TestConnect.staying("a"));
        broker.connect(TestConnect.staying("a").cleanStart(true));

        assertThat(next()).containsEntry("clients/total", "2").containsEntry("clients/connected", "2");
    }

    @Test
    void messages_are_counted_where_they_wait() {
        TestClient publisher = broker.connect("publisher");
        TestClient client =
                broker.connect(TestConnect.staying("client").receiveMaximum(1)).subscribe("t/#", Qos.EXACTLY_ONCE);
        publisher.send(qos1(1, "t/1", "x"), qos2(2, "t/2", "x"), qos1(3, "t/3", "x"));
        assertThat(next())
                .containsEntry("messages/inflight", "1")
                .containsEntry("queues/messages", "2")
                .containsEntry("store/messages/count", "3");
        long bytes = broker.level(Gauge.QUEUED_BYTES);
        assertThat(bytes).isPositive();

        client.lose();
        publisher.send(qos1(4, "t/4", "x"));
        assertThat(next()).containsEntry("queues/messages", "4").containsEntry("messages/inflight", "0");

        broker.connect(TestConnect.staying("client")).acknowledging();
        assertThat(next())
                .containsEntry("queues/messages", "0")
                .containsEntry("queues/bytes", "0")
                .containsEntry("store/messages/bytes", "0");
    }

    @Test
    void queues_that_lie_in_the_store_are_counted_too() {
        broker.connect(TestConnect.staying("away"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        TestClient publisher = broker.connect("publisher");
        for (int i = 0; i < 3_000; i++) {
            publisher.send(qos1(1, "t", "x"));
        }
        assertThat(next()).containsEntry("queues/messages", "3000");

        TestClient client = broker.connect(TestConnect.staying("away")).acknowledging();

        assertThat(client.messages()).hasSize(3_000);
        assertThat(next()).containsEntry("queues/messages", "0").containsEntry("queues/bytes", "0");
    }

    @Test
    void what_a_session_has_not_got_when_it_ends_is_lost_and_no_longer_there() {
        TestClient publisher = broker.connect("publisher");
        TestClient client =
                broker.connect(TestConnect.staying("client").receiveMaximum(2)).subscribe("t", Qos.EXACTLY_ONCE);
        publisher.send(qos2(1, "t", "arrived"), qos1(2, "t", "sent"), qos1(3, "t", "waits"), qos1(4, "t", "waits"));
        client.send(pubRec(client.messages().get(0).packetId()));
        client.lose();

        broker.connect(TestConnect.staying("client").cleanStart(true));

        assertThat(broker.count(Counter.DROPPED_SESSION_ENDED)).isEqualTo(3);
        assertThat(next())
                .containsEntry("dropped/session_ended", "3")
                .containsEntry("publish/messages/dropped", "3")
                .doesNotContainKeys("messages/inflight", "queues/messages");
        assertThat(broker.level(Gauge.QUEUED_MESSAGES)).isZero();
        assertThat(broker.level(Gauge.QUEUED_BYTES)).isZero();
        assertThat(broker.level(Gauge.INFLIGHT_MESSAGES)).isZero();
    }

    @Test
    void a_queue_that_is_read_while_its_session_ends_is_not_taken_off_twice() {
        broker.connect(TestConnect.staying("client"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        TestClient publisher = broker.connect("publisher");
        for (int i = 0; i < 1_500; i++) {
            publisher.send(qos1(1, "t", "x"));
        }
        // the window is in flight, and what lies behind it is being read
        broker.store().hold();
        TestClient client = broker.open(TestConnect.staying("client"));
        broker.store().releaseOne();
        broker.settle();
        client.acknowledging();

        broker.open(TestConnect.v5("client"));
        broker.store().release();
        broker.settle();

        assertThat(broker.level(Gauge.QUEUED_MESSAGES)).isZero();
        assertThat(broker.level(Gauge.QUEUED_BYTES)).isZero();
    }

    @Test
    void queues_that_a_start_finds_are_counted_and_totals_begin_anew() {
        broker.connect(TestConnect.staying("away"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        broker.connect("publisher").send(qos1(1, "t", "x"), qos1(2, "t", "x"), retained(qos1(3, "kept", "x")));
        long bytes = broker.level(Gauge.QUEUED_BYTES);

        broker.crashAndRestart();
        broker.start();
        broker.passSeconds(INTERVAL_SECONDS);
        TestClient late = broker.connect("late").subscribe("$SYS/#", Qos.AT_MOST_ONCE);

        assertThat(told(late))
                .containsEntry("uptime", INTERVAL_SECONDS + " seconds")
                .containsEntry("clients/total", "1")
                .containsEntry("clients/disconnected", "1")
                .containsEntry("connections/accepted", "0")
                .containsEntry("queues/messages", "2")
                .containsEntry("queues/bytes", Long.toString(bytes))
                .containsEntry("retained messages/count", "1");
    }

    @Test
    void retained_messages_of_clients_are_counted_and_those_of_the_broker_are_not() {
        TestClient publisher = broker.connect("publisher");
        publisher.send(retained(qos0("a", "x")), retained(qos0("b", "x")));
        assertThat(next()).containsEntry("retained messages/count", "2").containsEntry("messages/stored", "2");

        publisher.send(retained(qos0("a", "")));
        assertThat(next()).containsEntry("retained messages/count", "1");
    }

    @Test
    void nothing_is_published_when_the_interval_is_0() {
        TestBroker silent = new TestBroker(2, settings -> settings.sysIntervalSeconds(0)).start();
        TestClient client = silent.connect("client").subscribe("$SYS/#", Qos.AT_MOST_ONCE);

        silent.passSeconds(60);

        assertThat(client.received()).isEmpty();
    }

    @Test
    void a_refused_client_is_none() {
        next();

        broker.open(TestConnect.v5("client").authenticationMethod("unknown"));

        assertThat(next()).containsOnlyKeys("uptime");
    }
}
