package io.bellbird.e2e.crash;

import io.bellbird.e2e.wire.Login;
import io.bellbird.e2e.wire.Mqtt;
import io.bellbird.e2e.wire.MqttConnection;
import io.bellbird.e2e.wire.Packet;
import java.io.IOException;

/**
 * A client with a session that is kept. It lives through all rounds, and in each comes back whenever its connection is
 * lost. What it must remember between connections it keeps as a client that never crashes. One thread at a time.
 */
abstract class Client {
    private static final int LOSSES_MAX = 3;

    private final String id;
    private final Mqtt version;
    private boolean sessionStored;
    private int losses;

    Client(String id, Mqtt version) {
        this.id = id;
        this.version = version;
    }

    final String id() {
        return id;
    }

    /** Takes part in a round until its work there is done. Never throws: what goes wrong is in the ledger. */
    final void live(Course course) {
        losses = 0;
        try {
            boolean done = false;
            while (!done) {
                done = visit(course);
            }
        } catch (RuntimeException e) {
            course.wrong(id, "gave up: " + e);
        }
    }

    /** What it says in CONNECT. */
    abstract Login login(Course course);

    /**
     * Talks over one connection, whose CONNACK has arrived.
     *
     * @return false to connect again
     * @throws IOException when the connection is lost
     */
    abstract boolean converse(MqttConnection connection, Packet.ConnAck connAck, Course course) throws IOException;

    /** Cuts the connection as a lost network does. */
    final void cut(MqttConnection connection, Course course) throws IOException {
        course.ledger().note(Entry.Kind.CUT, id, "", 0);
        connection.cut();
    }

    private boolean visit(Course course) {
        int life = course.awaitRunning();
        if (course.isAbandoned()) {
            return true;
        }
        try (MqttConnection connection = new MqttConnection(version, course.port())) {
            Packet.ConnAck connAck = connection.login(login(course));
            noteConnected(connAck, course);
            return converse(connection, connAck, course);
        } catch (IOException e) {
            if (course.life() == life) {
                course.wrong(id, "lost its connection while the broker ran: " + e);
                losses++;
            }
            return losses == LOSSES_MAX;
        }
    }

    private void noteConnected(Packet.ConnAck connAck, Course course) {
        course.ledger().note(Entry.Kind.CONNECTED, id, "", 0);
        if (sessionStored && !connAck.sessionPresent()) {
            course.wrong(id, "the session, which CONNACK had confirmed, is gone");
        }
        sessionStored = true;
    }
}
