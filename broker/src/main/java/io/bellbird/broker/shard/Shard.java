package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.monitor.Figures;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.Gauges;
import io.bellbird.broker.monitor.MemoryCount;
import io.bellbird.broker.monitor.SampledTime;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.RouteCache;
import io.bellbird.broker.routing.Router;
import io.bellbird.broker.routing.SharedFilter;
import io.bellbird.broker.routing.SubscriptionTree;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.security.Gate;
import io.bellbird.broker.session.Connection;
import io.bellbird.broker.session.Home;
import io.bellbird.broker.session.Ingress;
import io.bellbird.broker.session.MemoryRoom;
import io.bellbird.broker.session.OnBehalf;
import io.bellbird.broker.session.Ranking;
import io.bellbird.broker.session.SessionClaims;
import io.bellbird.broker.session.SessionOwner;
import io.bellbird.broker.session.SessionSearch;
import io.bellbird.broker.session.Sessions;
import io.bellbird.broker.session.SharedGroups;
import io.bellbird.broker.session.Timer;
import io.bellbird.broker.session.Wire;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.Flows;
import io.bellbird.broker.watch.Tap;
import io.bellbird.broker.watch.Taps;
import io.bellbird.broker.watch.Traces;
import io.bellbird.codec.Connect;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's part of the broker: the sessions whose home it is, with their connections, subscriptions, timers and
 * batch for the store. All of it is touched by this thread only, so that takeover, expiry and reconnect are events in
 * one queue and cannot race.
 *
 * <p>Work comes in turns: packets from the network, letters and actions from the mailbox, timers. When a turn ends, its
 * changes are handed to the store as one batch, and other shards are woken.
 */
@ShardConfined
public final class Shard implements Home {
    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    static final int MAILBOX_LETTERS_MAX = 16_384;

    private static final int ROUTE_CACHE_SLOTS = 8_192;
    private static final int RETAINED_A_TURN = 400;

    private final int index;
    private final Shared shared;
    /** What holds now; it changes between two things that happen on this shard. */
    private BrokerConfig config;

    private final ShardLoop loop;
    private final Mailbox<Letter> mailbox;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final Timers timers;
    private final Counters counters = new Counters();
    private final Gauges gauges = new Gauges();
    private final SampledTime publishTime = new SampledTime(counters, Distribution.PUBLISH_NANOS);
    private final Sessions sessions = new Sessions(this);
    private final SharedGroups groups = new SharedGroups(this);
    /** All shards of the broker, by index. */
    private final List<Shard> shards;

    private final SubscriptionTree subscriptions;
    private final Router router;
    private final Ingress ingress = new LocalIngress(this);
    /** Null while nobody traces: all that it costs then is to look. */
    private @Nullable Traces traces;
    /** Null while nobody looks at the live graph, likewise. */
    private @Nullable Flows flows;
    /** Null while nobody sees messages: all that it costs then is to look. */
    private @Nullable Taps taps;

    private final Lane lane;
    private final MemoryCount memory = new MemoryCount();
    private final MemoryPressure memoryPressure;
    private final long sequencesBefore;
    private final SysReports sysReports;
    private final RetainedChanges retainedChanges;

    private final Staging staging;
    private final Unsettled unsettled;
    private long sequenceCount;

    private int retainedShare = RETAINED_A_TURN;

    /** @param shards all of the broker, by index; this one follows those that are in it */
    Shard(int index, Shared shared, ShardLoop loop, List<Mailbox<Letter>> mailboxes, List<Shard> shards) {
        this.index = index;
        this.shards = shards;
        this.shared = shared;
        this.config = shared.config();
        this.loop = loop;
        this.timers = new Timers(loop);
        this.mailbox = mailboxes.get(index);
        this.outgoing = new Outgoing(index, mailboxes);
        this.incoming = new Incoming(this, mailbox, outgoing);
        this.subscriptions = new SubscriptionTree(shared.interest(), index);
        this.router = new Router(
                new RouteCache(subscriptions, shared.interest(), index, ROUTE_CACHE_SLOTS),
                count -> counters.add(Counter.WITHHELD_NOT_AUTHORIZED, count));
        this.lane = new Lane(shared.store().generation(), index, shared.settlements());
        this.unsettled = new Unsettled(this, shared.settlements());
        this.sequencesBefore = Numbers.beforeSequences(shared.store().generation());
        this.staging = new Staging(this, shared.store());
        this.memoryPressure = new MemoryPressure(this, shared.memory(), config.messageBytesMax(), shared.store());
        this.retainedChanges = new RetainedChanges(this, shared.retained());
        this.sysReports =
                new SysReports(this, shared, mailboxes.size(), shards.isEmpty() ? null : shards.get(0).sysReports);
    }

    /**
     * The shards of a broker, one for each loop, in the same order.
     *
     * @param loops 1..64
     */
    public static List<Shard> create(Shared shared, List<? extends ShardLoop> loops) {
        return create(shared, loops, MAILBOX_LETTERS_MAX);
    }

    /** @param lettersMax that a mailbox takes, a power of two */
    static List<Shard> create(Shared shared, List<? extends ShardLoop> loops, int lettersMax) {
        List<Mailbox<Letter>> mailboxes = new ArrayList<>();
        for (ShardLoop loop : loops) {
            mailboxes.add(new Mailbox<>(lettersMax, loop::wake));
        }
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            shards.add(new Shard(i, shared, loops.get(i), mailboxes, shards));
        }
        return List.copyOf(shards);
    }

    /** Gives all shards of a broker what the store kept of them, before they {@link #start}; their loops must run. */
    public static void recover(Shared shared, List<Shard> shards) {
        ShardRecovery recovery = new ShardRecovery(shared, shards);
        shared.store().recover(recovery);
        recovery.complete();
    }

    /** Takes in a session that the store kept; before {@link #start}. */
    void recover(RecoveredSession found, List<GroupRecord> leftGroups) {
        sessions.recover(found, leftGroups);
    }

    /** So much was in a queue when the broker started. */
    void counted(long queue, int count, long bytes) {
        sessions.counted(queue, count, bytes);
        groups.counted(queue, count, bytes);
    }

    /** All queues that the start found are counted. */
    void counted() {
        sessions.counted();
        groups.counted();
    }

    /** Begins what a shard does without being asked. */
    public void start() {
        awake();
        if (index == 0) {
            retainedChanges.sweep();
        }
        sysReports.start();
    }

    /**
     * Another configuration holds from now on, and its files may say something else: whoever is connected and may not
     * stay is told so (0x87) and disconnected. What a client was told in CONNACK holds until its connection ends.
     *
     * @param changed with the same shards, and the same listeners in the same places
     */
    public void reconfigure(BrokerConfig changed) {
        BrokerConfig before = config;
        config = changed;
        memoryPressure.limitTo(changed.messageBytesMax());
        sysReports.reconfigure(changed);
        if (changed.retainExpiryIntervalSeconds() != before.retainExpiryIntervalSeconds()) {
            retainedChanges.reconfigure();
        }
        rightsChanged();
        sessions.reconfigure();
    }

    /** From now on these follow what happens here; null ends it. */
    public void trace(@Nullable Traces wanted) {
        traces = wanted;
    }

    /** What went between clients and topics since it was taken before; from the first time on it is counted. */
    public Flows.Window takeFlows() {
        if (flows == null) {
            flows = new Flows();
            return Flows.Window.EMPTY;
        }
        return flows.take();
    }

    /** Nobody wants to know any more what goes between clients and topics. */
    public void stopFlows() {
        flows = null;
    }

    /** From now on these see the messages that enter here, and nobody else does. */
    public void tap(List<Tap> wanted) {
        taps = Taps.of(index, wanted);
    }

    /** A message enters here: those see it who want to; a defect of theirs is not the publisher's. */
    void tellTaps(Publication publication) {
        Taps told = taps;
        if (told != null) {
            runIsolated(() -> told.take(publication, nowNanos()));
        }
    }

    /** The time of what the store kept goes on, and wills that were left behind are published. */
    void awake() {
        sessions.awake();
    }

    // Turns

    /** Takes what is in the mailbox, and runs the timers that are due. */
    public void run() {
        boolean more = incoming.receive();
        timers.runDue(nowNanos(), this::runIsolated);
        if (more) {
            mailbox.wake();
        }
        loop.endTurnSoon();
    }

    @Override
    public boolean takeRetainedShare() {
        return --retainedShare >= 0;
    }

    /** Hands in what this turn changed, reads, then answers and wakes the other shards. */
    public void endTurn() {
        lane.record(staging.batch());
        if (!staging.handIn()) {
            return; // what follows says that the store has this turn's changes
        }
        lane.handedIn();
        staging.startReads();
        memoryPressure.endTurn();
        incoming.endTurn();
        outgoing.endTurn();
        retainedShare = RETAINED_A_TURN;
    }

    /** What the turn wrote has left as far as sockets take it. */
    public void onTurnFlushed() {
        if (publishTime.endsWithTurn()) {
            publishTime.end(nowNanos());
        }
    }

    /**
     * Runs what belongs to no connection; when it fails, what comes next goes on.
     *
     * @return whether it went well
     */
    boolean runIsolated(Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException | AssertionError bug) {
            counters.increment(Counter.BUGS);
            log.error("shard={} an action failed, this is a defect of the broker", index, bug);
            return false;
        }
    }

    // Connections

    /**
     * A client has sent CONNECT and its channel has arrived here.
     *
     * @param clientId that of CONNECT, or the one that was chosen in its place
     */
    public Connection connect(Wire wire, ListenerConfig listener, Connect connect, String clientId, boolean certified) {
        return new Connection(this, sessions, wire, listener, connect, clientId, certified);
    }

    /** The rights of clients have changed: what is published from now on goes to those that may receive it now. */
    public void rightsChanged() {
        subscriptions.rightsChanged();
        if (taps != null) {
            taps.ask();
        }
    }

    /** The broker stops: every client is told, and its connection ends. */
    public void disconnectAll() {
        String counted = counters.toString();
        if (!counted.isEmpty()) {
            log.info("shard={} sessions={} {}", index, sessions.count(), counted);
        }
        sessions.disconnectAll(ReasonCode.SERVER_SHUTTING_DOWN);
    }

    // The store

    @Override
    public StoreBatch batch() {
        loop.endTurnSoon();
        return staging.batch();
    }

    /** How many changes this shard has ever added to a batch. */
    long stagedCount() {
        return staging.count();
    }

    @Override
    public void afterCommit(Durability durability, Runnable action) {
        loop.endTurnSoon();
        staging.afterCommit(durability, action);
    }

    @Override
    public void afterSettled(Publication publication, Durability durability, Runnable action) {
        unsettled.add(publication.number(), durability, action);
    }

    @Override
    public boolean isStoreAccepting() {
        return staging.isHandedIn() && shared.store().isAccepting();
    }

    @Override
    public boolean isStoreInMemory() {
        return shared.store().isInMemory();
    }

    @Override
    public void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        loop.endTurnSoon();
        staging.read(queue, afterSequence, bytesMax, completion);
    }

    // Time and the other shards

    @Override
    public long nowNanos() {
        return shared.clock().nanos();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
        return timers.schedule(nowNanos() + delayNanos, action);
    }

    @Override
    @AnyThread
    public void execute(Runnable action) {
        mailbox.postUrgent(action);
    }

    /** @param targets the shards that get the letter, as a bit mask; not this one */
    void post(long targets, Letter letter) {
        loop.endTurnSoon();
        memory.add(Long.bitCount(targets) * letter.publication().memoryBytes());
        outgoing.post(targets, letter);
    }

    @Override
    public void tell(int shard, Runnable action) {
        loop.endTurnSoon();
        outgoing.tell(shard, action);
    }

    @Override
    public long turn() {
        return outgoing.turn();
    }

    @Override
    @AnyThread
    public int index() {
        return index;
    }

    @Override
    public int homeOf(SharedFilter group) {
        return shared.homes().ofGroup(group.text());
    }

    @Override
    @AnyThread
    public SharedGroups groups(int shard) {
        return shards.get(shard).groups;
    }

    /** The sessions that live here. */
    public Sessions sessions() {
        return sessions;
    }

    /** For what is done to sessions in the place of their clients. */
    public OnBehalf onBehalf() {
        return new OnBehalf(this, sessions);
    }

    /** The shared groups that live here. */
    public SharedGroups groups() {
        return groups;
    }

    @Override
    public boolean holdPublisher(Runnable resume) {
        if (outgoing.isFull()) {
            outgoing.whenNotFull(resume);
            return true;
        }
        return memoryPressure.holds(resume);
    }

    /** Whether letters should stay in the mailbox; then {@link #takeLetters} follows. */
    boolean holdsLetters() {
        return memoryPressure.holdsLetters();
    }

    /** Letters that were held are to be taken. */
    void takeLetters() {
        mailbox.wake();
    }

    @Override
    public MemoryCount memory() {
        return memory;
    }

    @Override
    public MemoryRoom memoryRoom() {
        return memoryPressure;
    }

    /** The sessions of all shards. */
    int sessionCountOfAll() {
        return shared.sessionCount();
    }

    /** What waits in memory for clients that have taken nothing for long, in bytes. */
    long lookForStalled() {
        return sessions.lookForStalled();
    }

    /** Lets go of what lies in the store as well. */
    void releaseMemory() {
        if (!isStoreInMemory()) {
            sessions.releaseMemory();
            groups.releaseMemory();
        }
    }

    // What it has

    @Override
    public BrokerConfig config() {
        return config;
    }

    @Override
    public Authenticator authenticator() {
        return shared.authenticator();
    }

    @Override
    public Authorizer authorizer() {
        return shared.authorizer();
    }

    @Override
    public Gate gate() {
        return shared.gate();
    }

    @Override
    public SessionClaims claims() {
        return SessionClaims.LOCAL;
    }

    @Override
    public Ingress ingress() {
        return ingress;
    }

    @Override
    public SubscriptionTree subscriptions() {
        return subscriptions;
    }

    @Override
    public RetainedMessages retained() {
        return shared.retained();
    }

    RetainedChanges retainedChanges() {
        return retainedChanges;
    }

    @Override
    public @Nullable Traces traces() {
        return traces;
    }

    @Override
    public @Nullable Flows flows() {
        return flows;
    }

    @Override
    public @Nullable Audit audit() {
        return shared.audit();
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Gauges gauges() {
        return gauges;
    }

    @Override
    public SampledTime publishTime() {
        return publishTime;
    }

    /** What it has counted, and what it has, now. */
    public Figures figures() {
        gauges.set(Gauge.SESSIONS, sessions.count());
        gauges.set(Gauge.SUBSCRIPTIONS, subscriptions.size() - groups.count());
        gauges.set(Gauge.SHARED_SUBSCRIPTIONS, groups.memberCount());
        long heldByStore = index == 0 ? shared.store().heldBytes() : 0; // counted once
        gauges.set(Gauge.HELD_BYTES, memory.bytes() + heldByStore);
        sysReports.addRetained(gauges);
        return Figures.of(counters, gauges);
    }

    /**
     * Finds its sessions that are looked for, without anything else having to wait for it.
     *
     * @param completion gets them here, in a later turn when there are many sessions
     */
    public void rank(SessionSearch search, Consumer<Ranking.Found> completion) {
        rank(sessions.ranking(search), completion);
    }

    /** Whose session that of a client id is; empty when it has none here. */
    public Optional<SessionOwner> owner(String clientId) {
        return sessions.owner(clientId);
    }

    private void rank(Ranking ranking, Consumer<Ranking.Found> completion) {
        if (ranking.step()) {
            execute(() -> rank(ranking, completion));
        } else {
            completion.accept(ranking.found());
        }
    }

    @Override
    public boolean isRoomForSession() {
        return shared.isRoomForSession(config.globalMaxClients());
    }

    @Override
    public void sessionsChanged(int change) {
        shared.sessionsChanged(change);
    }

    @Override
    public long newSessionNumber() {
        return shared.newSessionNumber();
    }

    @Override
    public long newSequence() {
        return sequencesBefore + ++sequenceCount;
    }

    Router router() {
        return router;
    }

    Lane lane() {
        return lane;
    }
}
