package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Gate;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.watch.Audit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all shards of a broker have in common. Concurrent: each part is made for several threads. */
public final class Shared {
    private final BrokerConfig config;
    private final ShardClock clock;
    private final SessionStore store;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final RetainedMessages retained;
    private final Homes homes;
    private final Host host;
    private final Interest interest;
    private final Settlements settlements;
    private final MemoryLimit memory;
    private final @Nullable Audit audit;
    private final AtomicLong sessionNumbers;
    private final Gate gate;
    private final AtomicInteger sessionCount = new AtomicInteger();

    /** Without an audit log; see the other constructor. */
    public Shared(
            BrokerConfig config,
            ShardClock clock,
            SessionStore store,
            Authenticator authenticator,
            Authorizer authorizer,
            Interest interest,
            RetainedMessages retained,
            Homes homes,
            Host host) {
        this(config, clock, store, authenticator, authorizer, interest, retained, homes, host, null);
    }

    /**
     * What is given; the rest begins empty.
     *
     * @param store from which nothing was read yet
     * @param interest empty
     * @param retained where the store looks as well
     * @param audit takes note of what security is about; null when nobody wants to know
     */
    public Shared(
            BrokerConfig config,
            ShardClock clock,
            SessionStore store,
            Authenticator authenticator,
            Authorizer authorizer,
            Interest interest,
            RetainedMessages retained,
            Homes homes,
            Host host,
            @Nullable Audit audit) {
        this.config = config;
        this.clock = clock;
        this.store = store;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.interest = interest;
        this.retained = retained;
        this.homes = homes;
        this.host = host;
        this.audit = audit;
        this.gate = new Gate(clock::nanos);
        this.settlements = new Settlements(config.shards());
        this.memory = new MemoryLimit(config.shards());
        this.sessionNumbers = new AtomicLong(Numbers.beforeSessions(store.generation()));
    }

    /** What the broker was started with; each {@linkplain Shard#config() shard} has what holds now. */
    public BrokerConfig config() {
        return config;
    }

    public ShardClock clock() {
        return clock;
    }

    public SessionStore store() {
        return store;
    }

    public Homes homes() {
        return homes;
    }

    /** Takes note of what security is about; null when nobody wants to know. */
    public @Nullable Audit audit() {
        return audit;
    }

    Host host() {
        return host;
    }

    /** Who may connect. */
    public Authenticator authenticator() {
        return authenticator;
    }

    public Authorizer authorizer() {
        return authorizer;
    }

    /** Whom the broker does not let in, whatever he can prove. */
    public Gate gate() {
        return gate;
    }

    /** The retained messages of all shards. */
    public RetainedMessages retained() {
        return retained;
    }

    /** Which shards are interested in what. */
    public Interest interest() {
        return interest;
    }

    Settlements settlements() {
        return settlements;
    }

    MemoryLimit memory() {
        return memory;
    }

    /**
     * Whether another session may begin. Shards that ask at the same moment may each hear yes, so that there can be
     * one too many for each other shard.
     *
     * @param sessionsMax at least 0; -1 means no limit
     */
    @AnyThread
    boolean isRoomForSession(int sessionsMax) {
        return sessionsMax < 0 || sessionCount.get() < sessionsMax;
    }

    /** Those of all shards. */
    @AnyThread
    int sessionCount() {
        return sessionCount.get();
    }

    /** Sessions began or, as a negative number, ended. */
    @AnyThread
    void sessionsChanged(int change) {
        sessionCount.addAndGet(change);
    }

    /** A number that no other session or group has, ever. */
    @AnyThread
    long newSessionNumber() {
        return sessionNumbers.incrementAndGet();
    }
}
