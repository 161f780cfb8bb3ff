package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Reconfiguration;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.store.TestStore;
import io.bellbird.codec.Connect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A whole broker on the thread of the test, without sockets: its real shards take turns until nothing is left to do,
 * and time moves when the test says so. Every run of a test is the same.
 */
public final class TestBroker {
    /** More turns than any test needs: beyond, the broker does not come to rest. */
    private static final int TURNS_MAX = 1_000_000;

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(clock::nanos);
    private BrokerConfig config;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final int lettersMax;
    private final Map<String, Integer> homes = new HashMap<>();
    private RetainedMessages retained;
    private Shared shared;
    private List<TestLoop> loops;
    private List<Shard> shards;
    private long heapBytes;

    /** With the settings that a broker has by default. */
    public TestBroker(int shards) {
        this(shards, settings -> settings);
    }

    /** With settings that differ from the defaults. */
    public TestBroker(int shards, UnaryOperator<BrokerConfig.Builder> settings) {
        this(shards, settings, Shard.MAILBOX_LETTERS_MAX);
    }

    /** With mailboxes that take so many letters, a power of two. */
    TestBroker(int shards, UnaryOperator<BrokerConfig.Builder> settings, int lettersMax) {
        this(shards, settings, lettersMax, Authenticator.EVERYBODY, Authorizer.EVERYTHING);
    }

    /** With rights. */
    public TestBroker(
            int shards,
            UnaryOperator<BrokerConfig.Builder> settings,
            Authenticator authenticator,
            Authorizer authorizer) {
        this(shards, settings, Shard.MAILBOX_LETTERS_MAX, authenticator, authorizer);
    }

    private TestBroker(
            int shards,
            UnaryOperator<BrokerConfig.Builder> settings,
            int lettersMax,
            Authenticator authenticator,
            Authorizer authorizer) {
        BrokerConfig.Builder builder = BrokerConfig.ephemeral().toBuilder().connectionMessages(false);
        this.config = settings.apply(builder.shards(shards)).build();
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.lettersMax = lettersMax;
        startShards();
    }

    private void startShards() {
        retained = new RetainedMessages();
        store.retainedIn(retained);
        loops = Stream.generate(() -> new TestLoop(clock))
                .limit(config.shards())
                .toList();
        shared = new Shared(
                config,
                clock,
                store,
                authenticator,
                authorizer,
                new Interest(1),
                retained,
                this::home,
                new Host("1.2.3", () -> heapBytes));
        shards = Shard.create(shared, loops, lettersMax);
        for (int i = 0; i < loops.size(); i++) {
            loops.get(i).serve(shards.get(i));
        }
        Shard.recover(shared, shards);
        settle();
        loops.forEach(loop -> loop.happen(() -> loop.shard().awake()));
        settle();
    }

    /** The process is killed, and the broker starts again on what was committed. Its clients are gone. */
    public void crashAndRestart() {
        store.crash();
        startShards();
    }

    /** The same with settings that differ from those before. */
    public void crashAndRestart(UnaryOperator<BrokerConfig.Builder> settings) {
        config = settings.apply(config.toBuilder()).build();
        crashAndRestart();
    }

    /** Settings that differ from those before hold from now on, as far as they can without a restart. */
    public void reconfigure(UnaryOperator<BrokerConfig.Builder> settings) {
        BrokerConfig wanted = settings.apply(config.toBuilder()).build();
        config = Reconfiguration.inForce(config, wanted);
        for (TestLoop loop : loops) {
            loop.happen(() -> loop.shard().reconfigure(config));
        }
        settle();
    }

    /** The broker stops cleanly, and starts again. Its clients are gone. */
    public void restart() {
        disconnectAll();
        store.stop();
        startShards();
    }

    /** What shards do without being asked begins, the first publication of $SYS included. */
    public TestBroker start() {
        for (TestLoop loop : loops) {
            loop.happen(() -> loop.shard().start());
        }
        settle();
        return this;
    }

    // Clients

    /** A client that sends CONNECT; whatever comes back is its {@link TestClient#received}. */
    public TestClient open(TestConnect connect) {
        return open(connect, config.listeners().get(0));
    }

    /** The same at a listener of the test's. */
    public TestClient open(TestConnect connect, ListenerConfig listener) {
        TestClient client = openLater(connect, listener);
        settle();
        return client;
    }

    /** A client whose CONNECT arrives when its shard takes a turn. */
    TestClient openLater(TestConnect connect) {
        return openLater(connect, config.listeners().get(0));
    }

    private TestClient openLater(TestConnect connect, ListenerConfig listener) {
        Connect packet = connect.packet();
        TestLoop loop = loops.get(home(connect.clientId()));
        FakeWire wire = new FakeWire(clock, packet);
        TestClient client = new TestClient(this, loop, wire);
        loop.happen(() ->
                wire.carry(loop.shard().connect(wire, listener, packet, connect.clientId(), false), client::onPacket));
        return client;
    }

    /** A client that is accepted. */
    public TestClient connect(TestConnect connect) {
        return open(connect).accepted();
    }

    /** The same at a listener of the test's. */
    public TestClient connect(TestConnect connect, ListenerConfig listener) {
        return open(connect, listener).accepted();
    }

    /** An MQTT 5 client that is accepted, with a session that ends with its connection. */
    public TestClient connect(String clientId) {
        return connect(TestConnect.v5(clientId));
    }

    /**
     * The shard where a client id is at home: the first client that is mentioned lives on the first shard, the second on
     * the second, and so on, so that those of a test are always apart.
     */
    public int home(String clientId) {
        return homes.computeIfAbsent(clientId, unknown -> homes.size() % config.shards());
    }

    // Time

    /** Lets all shards take turns until there is nothing left to do. */
    public void settle() {
        boolean busy = true;
        for (int turns = 0; busy; turns++) {
            assertThat(turns).as("turns until the broker rests").isLessThan(TURNS_MAX);
            busy = false;
            for (TestLoop loop : loops) {
                busy |= loop.turn();
            }
        }
    }

    /** Lets one shard take one turn. */
    void turn(int shard) {
        loops.get(shard).turn();
    }

    /** Lets one shard take one turn in which one thing happens at a socket. */
    void turnAtSocket(int shard) {
        loops.get(shard).turnAtSocket();
    }

    /** Monotonic time. */
    long nanos() {
        return clock.nanos();
    }

    /** Time passes; whatever is due meanwhile happens at its time. */
    public void passSeconds(long seconds) {
        passMillis(TimeUnit.SECONDS.toMillis(seconds));
    }

    /** Time passes; whatever is due meanwhile happens at its time. */
    public void passMillis(long millis) {
        long end = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long next = nextDeadlineNanos(); next <= end; next = nextDeadlineNanos()) {
            clock.moveTo(Math.max(next, clock.nanos()));
            settle();
        }
        clock.moveTo(end);
        settle();
    }

    private long nextDeadlineNanos() {
        return loops.stream().mapToLong(TestLoop::nextDeadlineNanos).min().orElse(Timers.NEVER);
    }

    /** A shard's thread is busy with something else. */
    public void freeze(int shard) {
        loops.get(shard).freeze(true);
    }

    /** The thread has time again. */
    public void thaw(int shard) {
        loops.get(shard).freeze(false);
        settle();
    }

    // What it has

    /** Where its sessions are kept. */
    public TestStore store() {
        return store;
    }

    /** The retained messages. */
    public RetainedMessages retained() {
        return retained;
    }

    /** Which shards are interested in what. */
    public Interest interest() {
        return shared.interest();
    }

    /** One of its shards, from 0. */
    public Shard shard(int index) {
        return shards.get(index);
    }

    /** How often something happened, on all shards together. */
    public long count(Counter counter) {
        return shards.stream().mapToLong(shard -> shard.counters().get(counter)).sum();
    }

    /** What all shards together count of messages in memory, in bytes. */
    public long memoryBytes() {
        return shards.stream().mapToLong(shard -> shard.memory().bytes()).sum();
    }

    /** How much there is of something, on all shards together. */
    public long level(Gauge gauge) {
        long level = 0;
        for (Shard shard : shards) {
            shard.figures();
            level += shard.gauges().get(gauge);
        }
        return level;
    }

    /** From now on so much of the heap is in use. */
    public void useHeap(long bytes) {
        heapBytes = bytes;
    }

    /** The broker stops. */
    public void disconnectAll() {
        for (TestLoop loop : loops) {
            loop.happen(() -> loop.shard().disconnectAll());
        }
        settle();
    }

    /** Nothing went wrong that should never go wrong. */
    public void assertSound() {
        assertThat(count(Counter.BUGS)).as("defects of the broker").isZero();
        for (Gauge gauge : Gauge.values()) {
            assertThat(level(gauge)).as(gauge.name()).isNotNegative();
            boolean outlives = gauge == Gauge.RETAINED_MESSAGES || gauge == Gauge.RETAINED_BYTES;
            if (level(Gauge.SESSIONS) == 0 && !outlives) {
                assertThat(level(gauge)).as(gauge + " without any session").isZero();
            }
        }
        assertThat(store.orphans())
                .as("records of sessions that the store does not have")
                .isEmpty();
    }
}
