package io.bellbird.broker.routing;

import io.bellbird.codec.Topic;

/** A subscriber that is only looked at: these tests end where a delivery would begin. */
public final class NamedSubscriber implements Subscriber {
    private final String clientId;

    public NamedSubscriber(String clientId) {
        this.clientId = clientId;
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public boolean mayReceive(Topic topic) {
        return true;
    }

    @Override
    public void deliver(Publication publication, Receiver receiver) {
        throw new AssertionError("nothing is delivered here, but was " + publication);
    }

    @Override
    public void failed(Throwable bug) {
        throw new AssertionError(bug);
    }

    @Override
    public String toString() {
        return clientId;
    }
}
