package io.bellbird.broker.session;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.broker.monitor.Gauges;
import io.bellbird.broker.monitor.MemoryCount;
import io.bellbird.broker.monitor.SampledTime;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.SubscriptionTree;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Gate;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.Flows;
import io.bellbird.broker.watch.Traces;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The home shard as its sessions and connections see it: everything that they need from outside. */
public interface Home {
    /** What holds now: from one thing that happens to the next it may be another. */
    BrokerConfig config();

    Authenticator authenticator();

    Authorizer authorizer();

    /** Whom the broker does not let in, whatever he can prove. */
    Gate gate();

    SessionClaims claims();

    Ingress ingress();

    SubscriptionTree subscriptions();

    RetainedMessages retained();

    Counters counters();

    Gauges gauges();

    /** Who follows clients or topics at the moment; null when nobody does. */
    @Nullable
    Traces traces();

    /** Counts what goes between clients and topics; null when nobody wants to know. */
    @Nullable
    Flows flows();

    /** Takes note of what security is about; null when nobody wants to know. */
    @Nullable
    Audit audit();

    /** Takes the time of publications. */
    SampledTime publishTime();

    /** Monotonic time in nanoseconds, the same for all shards. */
    long nowNanos();

    /** Whether a message's time has passed; for one that does not expire the clock is not asked. */
    default boolean isExpired(Publication publication) {
        return publication.properties().expires() && publication.isExpired(nowNanos());
    }

    /** Runs an action on this shard after a delay, 0 or more nanoseconds. */
    Timer schedule(long delayNanos, Runnable action);

    /** Runs an action on this shard, soon. Never refuses. */
    @AnyThread
    void execute(Runnable action);

    /** Which shard this is, from 0. */
    @AnyThread
    int index();

    /**
     * Runs an action on a shard, this one or another, once what this turn adds to {@link #batch} is handed in: whatever
     * the action adds there commits after it. Actions for one shard keep their order. Never refuses.
     */
    void tell(int shard, Runnable action);

    /** The number of this turn: until it changes, none of the actions that it {@linkplain #tell tells} has run. */
    long turn();

    /** The shard where a shared group lives. */
    int homeOf(SharedFilter group);

    /** The shared groups of a shard, for what is {@linkplain #tell told} to it. */
    @AnyThread
    SharedGroups groups(int shard);

    /** Whether another session may begin, on any shard. */
    boolean isRoomForSession();

    /** A session began, or as -1 ended. */
    void sessionsChanged(int change);

    /** A number for a new session or group that no other has, ever. */
    long newSessionNumber();

    /** Where this turn's changes are added; they are handed in together when the turn ends. */
    StoreBatch batch();

    /** Runs an action on this shard when everything that was added to {@link #batch} so far is committed. */
    void afterCommit(Durability durability, Runnable action);

    /**
     * Runs an action on this shard when, besides, the publication counts: it would not be dropped by a start.
     *
     * @param publication whose queue entries were added to {@link #batch}, or were read from the store
     */
    void afterSettled(Publication publication, Durability durability, Runnable action);

    /** Whether the store takes anything new. */
    boolean isStoreAccepting();

    /** Whether what is stored lies in memory all the same. */
    boolean isStoreInMemory();

    /** Where what this shard holds of messages is counted. */
    MemoryCount memory();

    /** What of them the sessions of this shard may hold. */
    MemoryRoom memoryRoom();

    /**
     * Takes one of the retained messages that may be sent in this turn: many clients may want all of them at once.
     *
     * @return false when there is none left
     */
    boolean takeRetainedShare();

    /** The place of a new message in a queue of this shard, above all earlier ones. */
    long newSequence();

    /**
     * Reads from the queue of a session or group.
     *
     * @param completion called on this shard, after this returned
     */
    void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion);

    /**
     * Other shards cannot take what this one publishes, or memory is full: who publishes should not read on before
     * {@code resume}, which is run when they can.
     *
     * @return false when all is well, and {@code resume} will not be run
     */
    boolean holdPublisher(Runnable resume);
}
