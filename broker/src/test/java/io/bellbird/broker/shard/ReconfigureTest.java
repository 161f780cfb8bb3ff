package io.bellbird.broker.shard;

import static io.bellbird.broker.shard.TestPackets.expiring;
import static io.bellbird.broker.shard.TestPackets.pubAck;
import static io.bellbird.broker.shard.TestPackets.qos0;
import static io.bellbird.broker.shard.TestPackets.qos1;
import static io.bellbird.broker.shard.TestPackets.retained;
import static io.bellbird.broker.shard.TestPackets.subAck;
import static io.bellbird.broker.shard.TestPackets.subscribe;
import static io.bellbird.broker.shard.TestPackets.will;
import static io.bellbird.broker.shard.TestPackets.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.QueueFullPolicy;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.store.Durability;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Disconnect;
import io.bellbird.codec.Publish;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which settings count at once, and which for new connections, as the table of settings says. */
@OnOneShardAndOnFour
class ReconfigureTest {
    private static final int SYS_INTERVAL_SECONDS = 10;

    private final TestBroker broker;
    private final TestClient publisher;
    private final Users users = new Users();

    ReconfigureTest(int shards) {
        broker = new TestBroker(
                        shards,
                        settings -> settings.sysIntervalSeconds(SYS_INTERVAL_SECONDS)
                                .allowAnonymous(true)
                                .retainExpiryIntervalSeconds(3600),
                        users,
                        Authorizer.EVERYTHING)
                .start();
        publisher = broker.connect("publisher");
    }

    @AfterEach
    void broker_is_sound() {
        broker.assertSound();
    }

    /** Lets in whom the listener allows, and remembers who may not stay. */
    private static final class Users implements Authenticator {
        private final Set<String> unwanted = new HashSet<>();
        private final List<Client> asked = new ArrayList<>();
        private boolean answersLater;
        private final List<Runnable> answers = new ArrayList<>();

        @Override
        public void authenticate(Credentials credentials, Reply answer) {
            if (answersLater) {
                answers.add(() -> answer.accept(ReasonCode.SUCCESS));
            } else {
                WITHOUT_USERS.authenticate(credentials, answer);
            }
        }

        @Override
        public boolean mayStay(Client client) {
            asked.add(client);
            return !unwanted.contains(client.clientId());
        }
    }

    private static int told(TestClient client) {
        return client.connAck().properties().receiveMaximum();
    }

    /** What a client that is away finds of these messages when it comes back. */
    private List<String> found(UnaryOperator<BrokerConfig.Builder> settings, Publish... messages) {
        broker.connect(TestConnect.staying("away"))
                .subscribe("t", Qos.AT_LEAST_ONCE)
                .disconnect();
        broker.reconfigure(settings);
        publisher.send(messages);
        return broker.connect(TestConnect.staying("away")).acknowledging().payloads();
    }

    // At once

    @Test
    void max_queued_messages_counts_at_once() {
        assertThat(found(settings -> settings.maxQueuedMessages(1), qos1(1, "t", "a"), qos1(2, "t", "b")))
                .containsExactly("a");
    }

    @Test
    void max_queued_bytes_counts_at_once() {
        assertThat(found(settings -> settings.maxQueuedBytes(400), qos1(1, "t", "a"), qos1(2, "t", "b")))
                .containsExactly("a");
    }

    @Test
    void queue_full_policy_counts_at_once() {
        assertThat(found(
                        settings -> settings.maxQueuedMessages(1).queueFullPolicy(QueueFullPolicy.DROP_OLDEST),
                        qos1(1, "t", "a"),
                        qos1(2, "t", "b")))
                .containsExactly("b");
    }

    @Test
    void queue_qos0_messages_counts_at_once() {
        assertThat(found(settings -> settings.queueQos0Messages(true), qos0("t", "a")))
                .containsExactly("a");
    }

    @Test
    void message_size_limit_counts_at_once() {
        broker.reconfigure(settings -> settings.messageSizeLimit(3));

        publisher.send(qos1(1, "t", "abc"), qos1(2, "t", "abcd"));

        assertThat(publisher.received())
                .hasSize(2)
                .endsWith(pubAck(2, ReasonCode.QUOTA_EXCEEDED, "the payload is longer than 3 bytes"));
    }

    @Test
    void max_subscription_bytes_counts_at_once() {
        broker.reconfigure(settings -> settings.maxSubscriptionBytes(1));

        publisher.send(subscribe(1, "t", Qos.AT_MOST_ONCE));

        assertThat(publisher.received()).containsExactly(subAck(1, ReasonCode.QUOTA_EXCEEDED));
    }

    @Test
    void max_inflight_bytes_counts_at_once() {
        TestClient client = broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE);
        broker.reconfigure(settings -> settings.maxInflightBytes(1));

        publisher.send(qos1(1, "t", "a"), qos1(2, "t", "b"));

        assertThat(client.payloads()).containsExactly("a");
    }

    @Test
    void outbox_bytes_max_counts_at_once() {
        TestClient client =
                broker.connect("client").subscribe("t", Qos.AT_MOST_ONCE).stopTaking();
        publisher.send(qos0("t", "a"), qos0("t", "b"));
        assertThat(broker.count(Counter.DROPPED_OUTBOX_FULL)).isZero();

        broker.reconfigure(settings -> settings.outboxBytesMax(1));
        publisher.send(qos0("t", "c"));

        assertThat(broker.count(Counter.DROPPED_OUTBOX_FULL)).isOne();
        assertThat(client.take().payloads()).containsExactly("a", "b");
    }

    @Test
    void upgrade_outgoing_qos_counts_at_once() {
        TestClient client = broker.connect("client").subscribe("t", Qos.AT_LEAST_ONCE);
        broker.reconfigure(settings -> settings.upgradeOutgoingQos(true));

        publisher.send(qos0("t", "a"));

        assertThat(client.messages()).singleElement().satisfies(message -> assertThat(message.qos())
                .isEqualTo(Qos.AT_LEAST_ONCE));
    }

    @Test
    void memory_limit_counts_at_once() {
        broker.connect("silent").subscribe("t", Qos.AT_LEAST_ONCE);
        publisher.send(qos1(1, "t", "x".repeat(100_000)));
        assertThat(publisher.isRead()).isTrue();

        broker.reconfigure(settings -> settings.memoryLimitBytes(150_000));
        publisher.send(qos1(2, "t", "x".repeat(100_000)));
        assertThat(publisher.isRead()).isFalse();

        broker.reconfigure(settings -> settings.memoryLimitBytes(1_000_000));
        broker.passSeconds(1);
        assertThat(publisher.isRead()).isTrue();
    }

    @Test
    void retain_expiry_interval_counts_at_once() {
        publisher.send(with(expiring(5), retained(qos1(1, "t", "x"))));
        int before = broker.retained().count();
        broker.passSeconds(60);
        assertThat(broker.retained().count()).isEqualTo(before);

        broker.reconfigure(settings -> settings.retainExpiryIntervalSeconds(10));

        assertThat(broker.retained().count()).isEqualTo(before - 1);
        publisher.send(with(expiring(5), retained(qos1(2, "t", "x"))));
        broker.passSeconds(20);
        assertThat(broker.retained().count()).isEqualTo(before - 1);
    }

    @Test
    void sys_interval_counts_at_once() {
        TestClient watcher = broker.connect("watcher").subscribe("$SYS/broker/uptime", Qos.AT_MOST_ONCE);
        watcher.received();

        broker.reconfigure(settings -> settings.sysIntervalSeconds(3));
        watcher.received();
        broker.passSeconds(6);

        assertThat(watcher.payloads()).containsExactly("3 seconds", "6 seconds");
    }

    @Test
    void without_a_sys_interval_nothing_stays_under_sys_until_there_is_one_again() {
        broker.passSeconds(SYS_INTERVAL_SECONDS);
        broker.reconfigure(settings -> settings.sysIntervalSeconds(0));
        broker.passSeconds(3L * SYS_INTERVAL_SECONDS);

        assertThat(broker.retained().count()).isZero();
        assertThat(broker.connect("late").subscribe("$SYS/#", Qos.AT_MOST_ONCE).messages())
                .isEmpty();

        broker.reconfigure(settings -> settings.sysIntervalSeconds(SYS_INTERVAL_SECONDS));

        assertThat(broker.connect("later")
                        .subscribe("$SYS/broker/uptime", Qos.AT_MOST_ONCE)
                        .payloads())
                .containsExactly("40 seconds");
    }

    // For new connections

    @Test
    void max_inflight_messages_counts_for_new_connections() {
        TestClient before = broker.connect("before").subscribe("t", Qos.AT_LEAST_ONCE);
        broker.reconfigure(settings -> settings.maxInflightMessages(1));
        TestClient after = broker.connect("after").subscribe("t", Qos.AT_LEAST_ONCE);

        publisher.send(qos1(1, "t", "a"), qos1(2, "t", "b"));

        assertThat(before.payloads()).containsExactly("a", "b");
        assertThat(after.payloads()).containsExactly("a");
        assertThat(told(before)).isEqualTo(500);
        assertThat(told(after)).isEqualTo(1);
    }

    @Test
    void allow_anonymous_counts_for_new_connections() {
        broker.reconfigure(settings -> settings.allowAnonymous(false));

        assertThat(broker.open(TestConnect.v5("after")).received())
                .containsExactly(new ConnAck(false, ReasonCode.NOT_AUTHORIZED, ConnAck.Properties.DEFAULTS));
        assertThat(publisher.isClosed()).isFalse();
    }

    @Test
    void max_keepalive_counts_for_new_connections() {
        broker.reconfigure(settings -> settings.maxKeepaliveSeconds(7));

        TestClient after = broker.connect("after");
        broker.passSeconds(60);

        assertThat(after.connAck().properties().serverKeepAliveSeconds()).isEqualTo(7);
        assertThat(after.isClosed()).isTrue();
        assertThat(publisher.isClosed()).isFalse();
    }

    @Test
    void retain_available_counts_for_new_connections() {
        broker.reconfigure(settings -> settings.retainAvailable(false));
        TestClient after = broker.connect("after");

        publisher.send(retained(qos1(1, "t", "x")));
        after.send(retained(qos1(1, "t", "x")));

        assertThat(publisher.isClosed()).isFalse();
        assertThat(after.connAck().properties().retainAvailable()).isFalse();
        assertThat(after.isClosed()).isTrue();
    }

    @Test
    void max_qos_of_a_listener_counts_for_new_connections() {
        broker.reconfigure(
                settings -> settings.listeners(List.of(ListenerConfig.local(0).withMaxQos(Qos.AT_MOST_ONCE))));
        TestClient after = broker.connect("after");

        publisher.send(qos1(1, "t", "x"));
        after.send(qos1(1, "t", "x"));

        assertThat(publisher.isClosed()).isFalse();
        assertThat(after.isClosed()).isTrue();
    }

    @Test
    void global_max_clients_counts_for_new_connections() {
        broker.reconfigure(settings -> settings.globalMaxClients(1));

        assertThat(broker.open(TestConnect.v5("after")).received())
                .containsExactly(new ConnAck(false, ReasonCode.QUOTA_EXCEEDED, ConnAck.Properties.DEFAULTS));
        assertThat(publisher.isClosed()).isFalse();
    }

    @Test
    void durability_counts_for_new_connections() {
        TestClient before = broker.connect(TestConnect.staying("before"));
        broker.reconfigure(settings -> settings.durability(Durability.DISK));

        broker.store().durabilities().clear();
        before.subscribe("t", Qos.AT_LEAST_ONCE);
        assertThat(broker.store().durabilities()).contains(Durability.PROCESS).doesNotContain(Durability.DISK);

        broker.connect(TestConnect.staying("after"));
        assertThat(broker.store().durabilities()).contains(Durability.DISK);
    }

    @Test
    void persistent_client_expiration_counts_for_new_connections() {
        TestClient before = broker.connect(TestConnect.staying("before"));
        broker.reconfigure(settings -> settings.persistentClientExpirationSeconds(100));
        TestClient after = broker.connect(TestConnect.staying("after"));
        assertThat(after.connAck().properties().sessionExpiryIntervalSeconds()).isEqualTo(100);

        before.lose();
        after.lose();
        broker.passSeconds(101);

        assertThat(broker.store().clientIds()).contains("before").doesNotContain("after");
    }

    // What needs a restart

    @Test
    void retained_persistence_counts_after_a_restart() {
        broker.reconfigure(settings -> settings.retainedPersistence(false));

        publisher.send(retained(qos1(1, "t", "x")));

        assertThat(broker.store().retained()).hasSize(1);
    }

    // Who may stay

    @Test
    void a_client_that_may_not_stay_is_told_and_its_will_is_published() {
        TestClient watcher = broker.connect("watcher").subscribe("gone", Qos.AT_MOST_ONCE);
        TestClient client = broker.connect(TestConnect.v5("client").will(will("gone", Qos.AT_MOST_ONCE, "client")));
        TestClient old = broker.connect(TestConnect.v3("old"));
        users.unwanted.addAll(Set.of("client", "old"));

        broker.reconfigure(settings -> settings);

        assertThat(client.received()).containsExactly(Disconnect.because(ReasonCode.NOT_AUTHORIZED, null));
        assertThat(client.isClosed()).isTrue();
        assertThat(old.received()).isEmpty();
        assertThat(old.isClosed()).isTrue();
        assertThat(publisher.isClosed()).isFalse();
        assertThat(watcher.payloads()).containsExactly("client");
    }

    @Test
    void a_client_whose_answer_comes_from_before_is_asked_about_again() {
        users.answersLater = true;
        TestClient unwanted = broker.open(TestConnect.v5("unwanted"));
        TestClient wanted = broker.open(TestConnect.v5("wanted"));
        users.unwanted.add("unwanted");
        broker.reconfigure(settings -> settings.maxQueuedMessages(7));

        users.answers.forEach(Runnable::run);
        broker.settle();

        assertThat(unwanted.received())
                .containsExactly(new ConnAck(false, ReasonCode.NOT_AUTHORIZED, ConnAck.Properties.DEFAULTS));
        wanted.accepted();
    }

    @Test
    void whoever_decides_is_told_of_the_listener_as_it_is_configured_now() {
        ListenerConfig changed = ListenerConfig.local(0).withMaxQos(Qos.AT_MOST_ONCE);

        broker.reconfigure(settings -> settings.listeners(List.of(changed)));

        assertThat(users.asked).extracting(Client::listener).containsOnly(changed);
    }

    @Test
    void messages_find_their_way_after_a_reload_as_before() {
        TestClient client = broker.connect("client").subscribe("t", Qos.AT_MOST_ONCE);
        publisher.send(qos0("t", "before"));
        broker.reconfigure(settings -> settings);
        publisher.send(qos0("t", "after"));

        assertThat(client.payloads()).containsExactly("before", "after");
    }
}
