package io.bellbird.broker.session;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.SubscriptionTree;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import java.util.List;
import java.util.function.Consumer;

/** The home shard as its sessions and connections see it: everything that they need from outside. */
public interface Home {
    BrokerConfig config();

    Authenticator authenticator();

    Authorizer authorizer();

    SessionClaims claims();

    Ingress ingress();

    SubscriptionTree subscriptions();

    RetainedMessages retained();

    Counters counters();

    /** Monotonic time in nanoseconds, the same for all shards. */
    long nowNanos();

    /** Runs an action on this shard after a delay, 0 or more nanoseconds. */
    Timer schedule(long delayNanos, Runnable action);

    /** Runs an action on this shard, soon. Never refuses. */
    @AnyThread
    void execute(Runnable action);

    /** A number for a new session that no other session has, ever. */
    long newSessionNumber();

    /** Where this turn's changes are added; they are handed in together when the turn ends. */
    StoreBatch batch();

    /** Runs an action on this shard when everything that was added to {@link #batch} so far is committed. */
    void afterCommit(Runnable action);

    /**
     * Reads from a session's queue.
     *
     * @param completion called on this shard, after this returned
     */
    void read(long session, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion);

    /**
     * Other shards cannot take what this one publishes: who publishes should not read on before {@code resume}, which
     * is run when they can.
     *
     * @return false when all is well, and {@code resume} will not be run
     */
    boolean holdPublisher(Runnable resume);
}
