package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.RouteCache;
import io.bellbird.broker.routing.Router;
import io.bellbird.broker.routing.SubscriptionTree;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.session.Connection;
import io.bellbird.broker.session.Home;
import io.bellbird.broker.session.Ingress;
import io.bellbird.broker.session.SessionClaims;
import io.bellbird.broker.session.Sessions;
import io.bellbird.broker.session.Timer;
import io.bellbird.broker.session.Wire;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Connect;
import io.bellbird.codec.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    private static final int MAILBOX_LETTERS_MAX = 16_384;
    private static final int LETTERS_A_RUN_MAX = 1_024;
    private static final int ROUTE_CACHE_SLOTS = 8_192;
    /** The first shard looks for retained messages that have expired, so many each time. */
    private static final int SWEEP_VISITS = 5_000;

    private static final long SWEEP_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int index;
    private final Shared shared;
    private final ShardLoop loop;
    private final Mailbox<Letter> mailbox;
    private final Outgoing outgoing;
    private final Timers timers = new Timers();
    private final Counters counters = new Counters();
    private final Sessions sessions = new Sessions(this);
    private final SubscriptionTree subscriptions;
    private final Router router;
    private final Ingress ingress = new LocalIngress(this);

    private StoreBatch batch;
    private long handedInCount;
    private List<Runnable> afterCommit = new ArrayList<>();
    /** Letters of this turn whose senders wait until the batch is handed in. */
    private final List<Acceptance> acceptances = new ArrayList<>();

    private long armedDeadlineNanos = Timers.NEVER;

    Shard(int index, Shared shared, ShardLoop loop, List<Mailbox<Letter>> mailboxes) {
        this.index = index;
        this.shared = shared;
        this.loop = loop;
        this.mailbox = mailboxes.get(index);
        this.outgoing = new Outgoing(index, mailboxes);
        this.subscriptions = new SubscriptionTree(shared.interest(), index);
        this.router = new Router(new RouteCache(subscriptions, shared.interest(), index, ROUTE_CACHE_SLOTS));
        this.batch = shared.store().newBatch();
    }

    /**
     * The shards of a broker, one for each loop, in the same order.
     *
     * @param loops 1..64
     */
    public static List<Shard> create(Shared shared, List<? extends ShardLoop> loops) {
        List<Mailbox<Letter>> mailboxes = new ArrayList<>();
        for (ShardLoop loop : loops) {
            mailboxes.add(new Mailbox<>(MAILBOX_LETTERS_MAX, loop::wake));
        }
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            shards.add(new Shard(i, shared, loops.get(i), mailboxes));
        }
        return List.copyOf(shards);
    }

    /** Begins what a shard does without being asked. */
    public void start() {
        if (index == 0) {
            sweepRetained();
        }
    }

    private void sweepRetained() {
        shared.retained().removeExpired(nowNanos(), SWEEP_VISITS);
        schedule(SWEEP_INTERVAL_NANOS, this::sweepRetained);
    }

    // Turns

    /** Takes what is in the mailbox, and runs the timers that are due. */
    public void run() {
        boolean more = mailbox.receive(this::runIsolated, this::onLetter, LETTERS_A_RUN_MAX);
        long nowNanos = nowNanos();
        if (nowNanos >= armedDeadlineNanos) {
            armedDeadlineNanos = Timers.NEVER;
        }
        timers.runDue(nowNanos, this::runIsolated);
        armTimer();
        if (more) {
            mailbox.wake();
        }
        loop.endTurnSoon();
    }

    /** Hands in what this turn changed, then answers and wakes the other shards. */
    public void endTurn() {
        handIn();
        acceptances.forEach(Acceptance::handedIn);
        acceptances.clear();
        outgoing.endTurn();
    }

    private void onLetter(Letter letter) {
        long before = stagedCount();
        runIsolated(() -> router.deliver(letter.publication()));
        Acceptance acceptance = letter.acceptance();
        if (acceptance != null) {
            if (stagedCount() != before) {
                acceptance.staged();
            }
            acceptances.add(acceptance);
        }
    }

    private void runIsolated(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | AssertionError bug) {
            counters.increment(Counter.BUGS);
            log.error("shard={} an action failed, this is a defect of the broker", index, bug);
        }
    }

    // Connections

    /**
     * A client has sent CONNECT and its channel has arrived here.
     *
     * @param clientId that of CONNECT, or the one that was chosen in its place
     */
    public Connection connect(Wire wire, ListenerConfig listener, Connect connect, String clientId) {
        return new Connection(this, sessions, wire, listener, connect, clientId);
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
        return batch;
    }

    /** How many changes this shard has ever added to a batch. */
    long stagedCount() {
        return handedInCount + batch.size();
    }

    @Override
    public void afterCommit(Runnable action) {
        loop.endTurnSoon();
        afterCommit.add(action);
    }

    @Override
    public void read(long session, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        handIn();
        shared.store().read(session, afterSequence, bytesMax, messages -> execute(() -> completion.accept(messages)));
    }

    private void handIn() {
        if (batch.size() == 0 && afterCommit.isEmpty()) {
            return;
        }
        List<Runnable> actions = afterCommit;
        StoreBatch handedIn = batch;
        handedInCount += handedIn.size();
        afterCommit = new ArrayList<>();
        batch = shared.store().newBatch();
        shared.store().commit(handedIn, new SessionStore.Completion() {
            @Override
            public void committed() {
                if (!actions.isEmpty()) {
                    execute(() -> actions.forEach(Shard.this::runIsolated));
                }
            }

            @Override
            public void failed(Exception cause) {
                log.error("shard={} changes could not be stored, nothing of them is acknowledged", index, cause);
            }
        });
    }

    // Time and the other shards

    @Override
    public long nowNanos() {
        return shared.clock().nanos();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
        Timer timer = timers.schedule(nowNanos() + delayNanos, action);
        armTimer();
        return timer;
    }

    private void armTimer() {
        long next = timers.nextDeadlineNanos();
        if (next < armedDeadlineNanos) {
            armedDeadlineNanos = next;
            loop.runAt(next);
        }
    }

    @Override
    @AnyThread
    public void execute(Runnable action) {
        mailbox.postUrgent(action);
    }

    /** @param shards those that get the letter, as a bit mask; not this one */
    void post(long shards, Letter letter) {
        loop.endTurnSoon();
        outgoing.post(shards, letter);
    }

    Acceptance newAcceptance(int shards, Acceptance.Completion completion) {
        return new Acceptance(shards, mailbox, completion);
    }

    @Override
    public boolean holdPublisher(Runnable resume) {
        if (outgoing.isFull()) {
            outgoing.whenNotFull(resume);
            return true;
        }
        return false;
    }

    // What it has

    @Override
    public BrokerConfig config() {
        return shared.config();
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

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public long newSessionNumber() {
        return shared.newSessionNumber();
    }

    Router router() {
        return router;
    }
}
