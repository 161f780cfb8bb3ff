package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Receiver;
import io.bellbird.broker.routing.Subscriber;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredWill;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Qos;
import io.bellbird.codec.Topic;
import io.bellbird.codec.WillMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the broker remembers of a client id (section 4.1): its subscriptions, the messages on their way to it, and the
 * packet ids of what came from it. Lives from CONNECT until its expiry, with or without a connection.
 */
@ShardConfined
public final class Session implements Subscriber {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final Home home;
    private final Sessions sessions;
    private final String clientId;
    private final long number;
    private final boolean stored;

    private final Subscriptions subscriptions;
    private final OutboundMessages outbound;
    private final ReceivedIds received = new ReceivedIds();

    private long expiryIntervalSeconds;
    /** When the last connection ended. */
    private long leftNanos;

    private @Nullable Timer expiry;
    private @Nullable Will will;
    /**
     * Those that are on their way in, oldest first; what is stored of them stays until they are there. Immutable and
     * empty until there is one.
     */
    private List<Will> dueWills = List.of();

    private boolean ended;

    private @Nullable Connection connection;
    /** Of the last connection; null when the broker has been started again since. */
    private @Nullable Client client;

    Session(Home home, Sessions sessions, String clientId, long expiryIntervalSeconds) {
        this(home, sessions, clientId, home.newSessionNumber(), expiryIntervalSeconds, expiryIntervalSeconds > 0);
    }

    private Session(
            Home home, Sessions sessions, String clientId, long number, long expiryIntervalSeconds, boolean stored) {
        this.home = home;
        this.sessions = sessions;
        this.clientId = clientId;
        this.number = number;
        this.expiryIntervalSeconds = expiryIntervalSeconds;
        this.stored = stored;
        this.subscriptions = new Subscriptions(home, this);
        this.outbound = new OutboundMessages(home, this);
    }

    /** A session as a start finds it; its time goes on with {@link #awake}. */
    static Session recover(Home home, Sessions sessions, RecoveredSession found, List<GroupRecord> leftGroups) {
        SessionRecord record = found.session();
        long expirySeconds = Math.min(record.expiryIntervalSeconds(), ServerLimits.expirySecondsMax(home.config()));
        Session session = new Session(home, sessions, record.clientId(), record.number(), expirySeconds, true);
        found.subscriptions().forEach(subscribed -> session.subscriptions.recover(subscribed, found.assignments()));
        leftGroups.forEach(group -> session.subscriptions.recoverLeft(group, found.assignments()));
        found.receivedIds().forEach(session.received::recover);
        session.outbound.recover(found.assignments());
        return session;
    }

    /**
     * The broker has started: the session's expiry and the delay of its will run on, or have passed. A connection that
     * a crash has cut counts as ended now.
     *
     * @param superseded another session of the same client came after it: this one had ended
     */
    void awake(RecoveredSession found, boolean superseded) {
        SessionRecord record = found.session();
        leftNanos = home.nowNanos() - found.elapsedNanos();
        record.dueWills().forEach(due -> publish(recovered(due)));
        if (record.will() != null) {
            will = recovered(record.will());
        }
        if (superseded) {
            sessions.end(this);
            return;
        }
        delayWill(found.elapsedNanos());
        expireAfter(found.elapsedNanos());
    }

    private Will recovered(StoredWill left) {
        return new Will(left.message(), new Client(clientId, left.username(), left.peer(), null));
    }

    @Override
    public String clientId() {
        return clientId;
    }

    /** Its number in the store. */
    long number() {
        return number;
    }

    /** Whether it may survive its connection, and so is kept in the store; false once it has ended. */
    boolean isStored() {
        return stored && !ended;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** The connection while packets can be sent on it, else null. */
    @Nullable
    Connection openConnection() {
        Connection current = connection;
        return current != null && current.isOpen() ? current : null;
    }

    long expiryIntervalSeconds() {
        return expiryIntervalSeconds;
    }

    // Connections come and go

    /**
     * A connection takes the session up; messages flow from {@link #resume} on.
     *
     * @param message the will of the connection, or null
     */
    void attach(Connection newConnection, long newExpiryIntervalSeconds, @Nullable WillMessage message) {
        assert connection == null : clientId;
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        takeWill();
        if (message != null) {
            will = new Will(message, newConnection.client());
        }
        connection = newConnection;
        identify(newConnection.client());
        changeExpiryInterval(newExpiryIntervalSeconds);
    }

    /** The rights are those of the latest user and listener; routes know them. */
    private void identify(Client latest) {
        Client before = client;
        client = latest;
        boolean same = before != null
                && Objects.equals(before.username(), latest.username())
                && Objects.equals(before.listener(), latest.listener());
        if (!same) {
            subscriptions.rightsChanged();
        }
    }

    /** What is asked of the connection's client from now on is asked of this. */
    void clientChanged(Client changed) {
        identify(changed);
        if (will != null) {
            will = new Will(will.message(), changed);
        }
    }

    /** CONNACK was sent: messages flow. */
    void resume() {
        subscriptions.connectionChanged();
        outbound.pump();
    }

    /** The client said in DISCONNECT how long the session is to live on (section 3.14.2.2.2). */
    void changeExpiryInterval(long seconds) {
        expiryIntervalSeconds = seconds;
        store(home.batch());
    }

    /** Of a session that has ended nothing is kept but the wills that are on their way. */
    private void store(StoreBatch batch) {
        if (stored && ended && dueWills.isEmpty()) {
            batch.removeSession(number);
        } else if (stored) {
            batch.putSession(new SessionRecord(
                    number,
                    clientId,
                    storedExpirySeconds(),
                    connection != null,
                    will == null ? null : will.stored(secondsAway()),
                    dueWills.stream().map(due -> due.stored(0)).toList()));
        }
    }

    /** Expiry and delays in the store count from when they are written there, while the client is away. */
    private long secondsAway() {
        return connection != null ? 0 : TimeUnit.NANOSECONDS.toSeconds(home.nowNanos() - leftNanos);
    }

    /** What is left of it by now. */
    private long storedExpirySeconds() {
        if (ended) {
            return 0;
        } else if (expiryIntervalSeconds == Connect.Properties.NEVER_EXPIRES) {
            return expiryIntervalSeconds;
        }
        return Math.max(0, expiryIntervalSeconds - secondsAway());
    }

    /**
     * The connection ended.
     *
     * @param willWanted whether its will is to be published, at once or after its delay
     */
    void detach(Connection oldConnection, boolean willWanted) {
        assert connection == oldConnection : clientId;
        connection = null;
        leftNanos = home.nowNanos();
        subscriptions.connectionChanged();
        outbound.pause();
        if (!willWanted) {
            takeWill();
        }
        store(home.batch());
        delayWill(0);
        expireAfter(0);
    }

    private void expireAfter(long elapsedNanos) {
        if (expiryIntervalSeconds == 0) {
            sessions.end(this);
        } else if (expiryIntervalSeconds != Connect.Properties.NEVER_EXPIRES) {
            long remainingNanos = TimeUnit.SECONDS.toNanos(expiryIntervalSeconds) - elapsedNanos;
            expiry = home.schedule(Math.max(0, remainingNanos), this::expire);
        }
    }

    private void expire() {
        home.counters().increment(Counter.CLIENTS_EXPIRED);
        sessions.end(this);
    }

    /** Leaves nothing behind; a will that was delayed is published now [MQTT-3.1.2-8]. */
    void end() {
        assert connection == null : clientId;
        ended = true;
        if (expiry != null) {
            expiry.cancel();
        }
        subscriptions.end();
        outbound.discard();
        if (will != null) {
            publishWill();
        } else {
            store(home.batch());
        }
    }

    // The will

    /** Publishes the will when its delay has passed, or the session ends before. */
    private void delayWill(long elapsedNanos) {
        Will left = will;
        if (left != null) {
            long delaySeconds = Math.min(left.message().delaySeconds(), expiryIntervalSeconds);
            long remainingNanos = TimeUnit.SECONDS.toNanos(delaySeconds) - elapsedNanos;
            if (remainingNanos <= 0) {
                publishWill();
            } else {
                left.delay(home.schedule(remainingNanos, this::publishWill));
            }
        }
    }

    private void publishWill() {
        Will last = takeWill();
        if (last != null) {
            publish(last);
        }
    }

    /** The record of a will goes with the batch that makes its publication safe. */
    private void publish(Will due) {
        if (dueWills.isEmpty()) {
            dueWills = new ArrayList<>(1);
        }
        dueWills.add(due);
        if (ended) {
            store(home.batch());
        }
        sessions.publishWill(due, batch -> {
            dueWills.remove(due);
            store(batch);
        });
    }

    private @Nullable Will takeWill() {
        Will taken = will;
        will = null;
        if (taken != null) {
            taken.cancelDelay();
        }
        return taken;
    }

    // Messages

    /**
     * While it is not known who the client is, since the broker has been started, all waits: rights are asked again
     * before anything that waited is sent.
     */
    @Override
    public boolean mayReceive(Topic topic) {
        if (client == null || home.authorizer().mayReceive(client, topic)) {
            return true;
        }
        Watchers.refused(home, client, Watchers.Act.RECEIVE, topic);
        return false;
    }

    /** Whether a message may be sent; if not, that is counted. */
    boolean isPermitted(Publication publication) {
        boolean permitted = mayReceive(publication.topic());
        if (!permitted) {
            Watchers.lost(home, clientId, publication, Counter.WITHHELD_NOT_AUTHORIZED);
        }
        return permitted;
    }

    @Override
    public void deliver(Publication publication, Receiver receiver) {
        if (!ended) { // a route that was found before the end may still lead here
            outbound.deliver(
                    publication,
                    outgoingQos(publication, receiver),
                    publication.retain() && receiver.retainAsPublished(),
                    receiver.subscriptionIdentifiers());
        }
    }

    /** The lower of what was published and what was asked for [MQTT-3.8.4-8], unless the configuration upgrades it. */
    Qos outgoingQos(Publication publication, Receiver receiver) {
        return home.config().upgradeOutgoingQos()
                ? receiver.qos()
                : publication.qos().min(receiver.qos());
    }

    @Override
    public void failed(Throwable bug) {
        Connection victim = connection;
        if (victim != null) {
            victim.failed(bug);
        } else {
            home.counters().increment(Counter.BUGS);
            log.error("client={} a message could not be queued", LogText.of(clientId), bug);
        }
    }

    /** What the client has subscribed to. */
    Subscriptions subscriptions() {
        return subscriptions;
    }

    /** The messages to the client. */
    OutboundMessages outbound() {
        return outbound;
    }

    /** What those see of it who watch the broker; empty when it has ended. */
    Optional<SessionView> view(long nowNanos) {
        if (ended) {
            return Optional.empty();
        }
        Connection there = openConnection();
        Traffic.Look look = there == null ? Traffic.Look.NONE : there.traffic().look(nowNanos);
        return Optional.of(new SessionView(
                clientId,
                client == null ? null : client.username(),
                there == null ? null : there.client().peer(),
                there == null ? null : there.version(),
                nowNanos
                        - (connection == null ? leftNanos : connection.traffic().beganNanos()),
                subscriptions.count(),
                outbound.queuedMessages(),
                outbound.queuedBytes(),
                outbound.inflightMessages(),
                outbound.inflightBytes(),
                there == null ? 0 : there.wire().waitingBytes(),
                look.counts().received(),
                look.counts().receivedBytes(),
                look.counts().sent(),
                look.counts().sentBytes(),
                look.rates().received(),
                look.rates().receivedBytes(),
                look.rates().sent(),
                look.rates().sentBytes()));
    }

    /** The same with what does not change while the connection lasts; empty when it has ended. */
    Optional<ClientView> look(long nowNanos) {
        Connection there = openConnection();
        return view(nowNanos)
                .map(view -> new ClientView(
                        view,
                        stored,
                        expiryIntervalSeconds,
                        will == null ? null : will.message().topic().text(),
                        there == null ? null : there.agreed()));
    }

    /** What is in it. */
    SessionContents contents() {
        return new SessionContents(
                outbound.queuedMessages(),
                outbound.queuedBytes(),
                outbound.firstQueued(SessionContents.MESSAGES_MAX),
                outbound.inflightMessages(),
                outbound.firstInflight(SessionContents.MESSAGES_MAX),
                subscriptions.count(),
                subscriptions.some(SessionContents.SUBSCRIPTIONS_MAX));
    }

    /** To which its client came last; null when the broker has been started again since. */
    @Nullable
    ListenerConfig listener() {
        return client == null ? null : client.listener();
    }

    /** Whose it is. */
    SessionOwner owner() {
        return new SessionOwner(client, openConnection() != null);
    }

    /** The QoS 2 messages that come from the client. */
    ReceivedIds received() {
        return received;
    }
}
