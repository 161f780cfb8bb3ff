package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.WillMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions whose home is one shard, by client id. */
@ShardConfined
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Home home;
    private final Map<String, Session> byClientId = new HashMap<>();
    /** Sessions that the start found, by number, until their queues are counted; also those that have ended since. */
    private final Map<Long, Session> uncounted = new HashMap<>(0);
    /** What the start found, until its time goes on. */
    private final List<Runnable> asleep = new ArrayList<>();
    /** The last one that was begun. */
    private @Nullable Departure draining;

    public Sessions(Home home) {
        this.home = home;
    }

    /** How many there are, connected or not. */
    public int count() {
        return byClientId.size();
    }

    /**
     * Takes in a session as a start finds it.
     *
     * @param leftGroups groups that have messages for it still, though it is not a member any more
     */
    public void recover(RecoveredSession found, List<GroupRecord> leftGroups) {
        Session session = Session.recover(home, this, found, leftGroups);
        uncounted.put(session.number(), session);
        asleep.add(() -> session.awake(found, byClientId.get(session.clientId()) != session));
        int before = byClientId.size();
        // there are two of a client when a crash came between the end of one and its removal
        byClientId.merge(session.clientId(), session, (one, other) -> one.number() > other.number() ? one : other);
        home.sessionsChanged(byClientId.size() - before);
    }

    /** The time of the sessions that the start found goes on. */
    public void awake() {
        asleep.forEach(Runnable::run);
        asleep.clear();
    }

    /** So much was in the queue of a session when the broker started. */
    public void counted(long number, int count, long bytes) {
        Session session = uncounted.get(number);
        if (session != null) {
            session.outbound().counted(count, bytes);
        }
    }

    /** All queues that the start found are counted. */
    public void counted() {
        uncounted.clear();
    }

    /** Lets go of what sessions hold in memory of messages that lie in the store as well. */
    public void releaseMemory() {
        byClientId.values().forEach(session -> session.outbound().releaseMemory());
    }

    /**
     * Looks which clients have taken nothing since the last look, and gives them no more while memory is scarce.
     *
     * @return the bytes that wait in memory for clients which have taken nothing for long
     */
    public long lookForStalled() {
        return byClientId.values().stream()
                .mapToLong(session -> session.outbound().lookWhetherStalled())
                .sum();
    }

    /**
     * Begins to look for those that are wanted.
     */
    public Ranking ranking(SessionSearch search) {
        return new Ranking(home, byClientId.values(), search);
    }

    /** One session, and its connection; empty when there is none. */
    public Optional<ClientView> look(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId)).flatMap(session -> session.look(home.nowNanos()));
    }

    /** What is in one session; empty when there is none. */
    public Optional<SessionContents> contents(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId)).map(Session::contents);
    }

    /** The session of a client; null when there is none. */
    @Nullable
    Session find(String clientId) {
        return byClientId.get(clientId);
    }

    /** Those who are connected and not let in any more are disconnected, some at a time. */
    public void expelBanned() {
        new Departure(
                        home,
                        byClientId.values(),
                        home.gate()::isBanned,
                        ReasonCode.ADMINISTRATIVE_ACTION, // DISCONNECT has no 0x8A
                        "banned by those who run the broker",
                        0)
                .step();
    }

    /**
     * All who are connected are asked to go to another broker, one after the other; in place of what was begun before.
     *
     * @param lengthNanos from the first to the last, 0 or more
     */
    public void drain(long lengthNanos) {
        stopDraining();
        draining = new Departure(
                home,
                byClientId.values(),
                client -> true,
                ReasonCode.USE_ANOTHER_SERVER,
                "the broker is drained",
                lengthNanos);
        draining.step();
    }

    /** Those who are still there stay. */
    public void stopDraining() {
        if (draining != null) {
            draining.stop();
            draining = null;
        }
    }

    /** Whose session that of a client id is; empty when there is none. */
    public Optional<SessionOwner> owner(String clientId) {
        return Optional.ofNullable(byClientId.get(clientId)).map(Session::owner);
    }

    /** Another configuration holds: looks at every connected client whether it may stay. */
    public void reconfigure() {
        for (Session session : List.copyOf(byClientId.values())) {
            Connection connection = session.connection();
            if (connection != null) {
                connection.isolated(connection::reconfigure);
            }
        }
    }

    /** Ends every connection because the broker stops; wills are published unless they are delayed. */
    public void disconnectAll(ReasonCode reason) {
        for (Session session : List.copyOf(byClientId.values())) {
            Connection connection = session.connection();
            if (connection != null) {
                connection.disconnect(reason);
            }
        }
    }

    /** Whether a client may connect: its session is there, or there is room for one more. */
    boolean isRoomFor(String clientId) {
        return home.isRoomForSession() || byClientId.containsKey(clientId);
    }

    /**
     * Finds or makes the session for a connection (section 3.1.2.4), which it then has. Another connection that had it
     * is closed with 0x8E [MQTT-3.1.4-3].
     *
     * @return the session, and whether it was there before
     */
    Opened open(
            Connection connection,
            String clientId,
            boolean cleanStart,
            long expiryIntervalSeconds,
            @Nullable WillMessage will) {
        Session existing = byClientId.get(clientId);
        if (existing != null) {
            Connection old = existing.connection();
            if (old != null) {
                old.disconnect(ReasonCode.SESSION_TAKEN_OVER);
            }
            if (cleanStart && byClientId.get(clientId) == existing) {
                end(existing);
            }
        }
        Session session = byClientId.get(clientId);
        boolean present = session != null;
        if (session == null) {
            session = new Session(home, this, clientId, expiryIntervalSeconds);
            byClientId.put(clientId, session);
            home.sessionsChanged(1);
        }
        session.attach(connection, expiryIntervalSeconds, will);
        return new Opened(session, present);
    }

    /** Removes a session that has no connection, with all that belongs to it. */
    void end(Session session) {
        if (byClientId.remove(session.clientId(), session)) {
            home.sessionsChanged(-1);
        }
        session.end();
    }

    /**
     * Publishes a will as its client would have, with the rights that the client has now.
     *
     * @param settled adds what is to be stored with the publication; run also when it is not published
     */
    void publishWill(Will will, Consumer<StoreBatch> settled) {
        try {
            askAndPublish(will, settled);
        } catch (RuntimeException | AssertionError bug) {
            // whose will it was has ended already, and goes on to leave
            home.counters().increment(Counter.BUGS);
            log.error(
                    "client={} will not published, this is a defect",
                    LogText.of(will.client().clientId()),
                    bug);
        }
    }

    private void askAndPublish(Will will, Consumer<StoreBatch> settled) {
        WillMessage message = will.message();
        Verdict verdict = home.authorizer()
                .mayPublish(
                        will.client(),
                        message.topic(),
                        message.qos(),
                        message.retain(),
                        later -> home.execute(() -> publish(will, settled, later)));
        if (verdict != Verdict.LATER) {
            publish(will, settled, verdict);
        }
    }

    private void publish(Will will, Consumer<StoreBatch> settled, Verdict verdict) {
        WillMessage message = will.message();
        if (verdict == Verdict.ALLOWED) {
            home.ingress()
                    .accept(
                            new Publication(
                                    message.topic(),
                                    message.qos(),
                                    message.retain(),
                                    message.payload(),
                                    message.properties(),
                                    will.client().clientId(),
                                    message.retain() ? will.client().username() : null,
                                    home.nowNanos(),
                                    0),
                            new WillAck(message.qos(), settled));
        } else {
            settled.accept(home.batch());
            home.counters().increment(Counter.DROPPED_NOT_AUTHORIZED);
            Watchers.refused(home, will.client(), Watchers.Act.WILL, message.topic());
            log.warn(
                    "client={} will not published, not authorized topic={}",
                    LogText.of(will.client().clientId()),
                    LogText.of(message.topic().text()));
        }
    }

    /** Nobody waits for it, but the will is forgotten only with its publication. */
    private record WillAck(Qos qos, Consumer<StoreBatch> settled) implements Ingress.Ack {
        @Override
        public void stage(StoreBatch batch, ReasonCode reason) {
            settled.accept(batch);
        }

        @Override
        public void accepted(ReasonCode reason) {}

        @Override
        public Durability durability() {
            return Durability.MEMORY;
        }

        @Override
        public boolean isExactlyOnce() {
            return qos == Qos.EXACTLY_ONCE;
        }
    }

    /**
     * A session that a connection got.
     *
     * @param present it was there before: Session Present in CONNACK [MQTT-3.2.2-3]
     */
    record Opened(Session session, boolean present) {}
}
