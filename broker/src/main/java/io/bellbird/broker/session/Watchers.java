package io.bellbird.broker.session;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.security.Access;
import io.bellbird.broker.security.Client;
import io.bellbird.broker.watch.Audit;
import io.bellbird.broker.watch.AuditEvent;
import io.bellbird.broker.watch.Traces;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Packet;
import io.bellbird.codec.PacketType;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who watch what happens to a client: the traces and the audit log, while there are any. Called by the thread
 * of the shard.
 */
public final class Watchers {
    private Watchers() {}

    /** What a client can be refused. */
    enum Act {
        PUBLISH("publish", Access.PUBLISH),
        WILL("will", Access.PUBLISH),
        SUBSCRIBE("subscribe", Access.SUBSCRIBE),
        RECEIVE("receive", Access.RECEIVE);

        private final String word;
        private final Access access;

        Act(String word, Access access) {
            this.word = word;
            this.access = access;
        }
    }

    private static AuditEvent.Peer peer(Client client) {
        return new AuditEvent.Peer(client.clientId(), client.username(), client.peer(), name(client.listener()));
    }

    /** As the metrics name it: by its port. */
    private static String name(@Nullable ListenerConfig listener) {
        return listener == null ? "" : Integer.toString(listener.port());
    }

    // Connections

    /** CONNECT has come to its home. */
    static void connecting(Home home, Client client, Connect connect) {
        Traces traces = home.traces();
        if (traces != null) {
            traces.connecting(home.nowNanos(), client.clientId(), connect, client.peer(), name(client.listener()));
        }
    }

    /** CONNECT was answered with a refusal by who read it, before it came to its home. */
    public static void refusedConnect(
            Home home, Connect connect, String from, ListenerConfig listener, ReasonCode reason, String why) {
        Client client = new Client(connect.clientId(), connect.username(), from, listener);
        connecting(home, client, connect);
        ended(home, client, ConnectionEnd.REFUSED, reason, why);
    }

    static void connected(Home home, Client client, Connect connect) {
        Audit audit = home.audit();
        if (audit != null) {
            audit.note(AuditEvent.connected(peer(client), connect.version()));
        }
    }

    /**
     * A connection has ended.
     *
     * @param how REFUSED when it was never accepted
     */
    static void ended(Home home, Client client, ConnectionEnd how, ReasonCode reason, String why) {
        Audit audit = home.audit();
        if (audit != null) {
            audit.note(
                    how == ConnectionEnd.REFUSED
                            ? AuditEvent.refused("connect", peer(client), "", reason, why)
                            : AuditEvent.disconnected(peer(client), how, reason, why));
        }
        Traces traces = home.traces();
        if (traces != null) {
            traces.ended(home.nowNanos(), client.clientId(), how, reason, why);
        }
    }

    /** A packet came that is not CONNECT. */
    static void received(Home home, Traces traces, Client client, Packet packet) {
        traces.received(
                home.nowNanos(),
                client.clientId(),
                client.username(),
                packet,
                () -> packet.type() == PacketType.PUBLISH
                        ? why(
                                home,
                                client,
                                Act.PUBLISH,
                                ((Publish) packet).topic().text())
                        : "");
    }

    // Rights

    private static String why(Home home, Client client, Act act, String name) {
        return home.authorizer().why(client, name, act.access);
    }

    /** A client may not do something with a topic, for which it is asked why. */
    static void refused(Home home, Client client, Act act, Topic topic) {
        if (isWatched(home)) {
            refused(home, client, act, topic, why(home, client, act, topic.text()));
        }
    }

    /** The same, when it is known why. */
    static void refused(Home home, Client client, Act act, Topic topic, String rule) {
        if (isWatched(home)) {
            refused(home, client, act, topic.text(), topic, rule);
        }
    }

    /** A client may not subscribe to a filter. */
    static void refused(Home home, Client client, String filter) {
        if (isWatched(home)) {
            refused(home, client, Act.SUBSCRIBE, filter, null, why(home, client, Act.SUBSCRIBE, filter));
        }
    }

    private static boolean isWatched(Home home) {
        return home.audit() != null || home.traces() != null;
    }

    private static void refused(Home home, Client client, Act act, String name, @Nullable Topic topic, String rule) {
        Audit audit = home.audit();
        if (audit != null) {
            audit.note(AuditEvent.refused(act.word, peer(client), name, ReasonCode.NOT_AUTHORIZED, rule));
        }
        Traces traces = home.traces();
        if (traces != null) {
            traces.refused(home.nowNanos(), client.clientId(), client.username(), act.word, name, topic, rule);
        }
    }

    // Messages

    /**
     * Counts that somebody does not get a message.
     *
     * @param owner the client or, of a shared group, its name
     */
    static void lost(Home home, String owner, Publication publication, Counter cause) {
        home.counters().increment(cause);
        Traces traces = home.traces();
        if (traces != null) {
            traces.lost(home.nowNanos(), owner, publication, cause);
        }
    }
}
