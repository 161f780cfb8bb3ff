package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.security.Authorizer.Verdict;
import io.bellbird.broker.security.Client;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.WillMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sessions whose home is one shard, by client id. */
@ShardConfined
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Home home;
    private final Map<String, Session> byClientId = new HashMap<>();

    public Sessions(Home home) {
        this.home = home;
    }

    /** How many there are, connected or not. */
    public int count() {
        return byClientId.size();
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

    /**
     * Finds or makes the session for a connection (section 3.1.2.4), which it then has. Another connection that had it
     * is closed with 0x8E [MQTT-3.1.4-3].
     *
     * @return the session, and whether it was there before
     */
    Opened open(Connection connection, String clientId, boolean cleanStart, long expiryIntervalSeconds) {
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
        }
        session.attach(connection, expiryIntervalSeconds);
        return new Opened(session, present);
    }

    /** Removes a session that has no connection, with all that belongs to it. */
    void end(Session session) {
        byClientId.remove(session.clientId(), session);
        session.end();
    }

    /** Publishes a will as its client would have, with the rights that the client has now. */
    void publishWill(Client client, WillMessage will) {
        try {
            askAndPublish(client, will);
        } catch (RuntimeException | AssertionError bug) {
            // whose will it was has ended already, and goes on to leave
            home.counters().increment(Counter.BUGS);
            log.error("client={} will not published, this is a defect", LogText.of(client.clientId()), bug);
        }
    }

    private void askAndPublish(Client client, WillMessage will) {
        Verdict verdict = home.authorizer()
                .mayPublish(
                        client,
                        will.topic(),
                        will.qos(),
                        will.retain(),
                        later -> home.execute(() -> publishWill(client, will, later)));
        if (verdict != Verdict.LATER) {
            publishWill(client, will, verdict);
        }
    }

    private void publishWill(Client client, WillMessage will, Verdict verdict) {
        if (verdict == Verdict.ALLOWED) {
            home.ingress()
                    .accept(
                            new Publication(
                                    will.topic(),
                                    will.qos(),
                                    will.retain(),
                                    will.payload(),
                                    will.properties(),
                                    client.clientId(),
                                    home.nowNanos()),
                            Ingress.Ack.NONE);
        } else {
            home.counters().increment(Counter.DROPPED_NOT_AUTHORIZED);
            log.warn(
                    "client={} will not published, not authorized topic={}",
                    LogText.of(client.clientId()),
                    LogText.of(will.topic().text()));
        }
    }

    /**
     * A session that a connection got.
     *
     * @param present it was there before: Session Present in CONNACK [MQTT-3.2.2-3]
     */
    record Opened(Session session, boolean present) {}
}
