package io.bellbird.e2e.fault;

import io.bellbird.client.Connected;
import io.bellbird.client.ConnectionListener;
import io.bellbird.client.Disconnected;
import io.bellbird.e2e.Inbox;

/** Sees a client come and go. The thread of the test asks. */
final class Watching implements ConnectionListener {
    private final Inbox<Connected> connections = new Inbox<>();
    private final Inbox<Disconnected> losses = new Inbox<>();

    @Override
    public void onConnected(Connected connected) {
        connections.add(connected);
    }

    @Override
    public void onDisconnected(Disconnected disconnected) {
        losses.add(disconnected);
    }

    /** The next connection that was not asked for yet. */
    Connected nextConnection() {
        return connections.next("a connection");
    }

    /** The next end of a connection that was not asked for yet. */
    Disconnected nextLoss() {
        return losses.next("the end of a connection");
    }
}
