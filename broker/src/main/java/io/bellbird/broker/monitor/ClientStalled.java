package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder: a client takes nothing of what waits for it, while memory is scarce. */
@Name("bellbird.ClientStalled")
@Label("Client Stalled")
@Category("Bellbird")
@StackTrace(false)
public final class ClientStalled extends Event {
    @Label("Peer")
    String peer = "";

    @Label("Waiting Bytes")
    long waitingBytes;

    private ClientStalled() {}

    /**
     * Notes it, if a recording is made.
     *
     * @param peer address of the client
     * @param waitingBytes what waits for it
     */
    public static void note(String peer, long waitingBytes) {
        ClientStalled event = new ClientStalled();
        if (event.shouldCommit()) {
            event.peer = peer;
            event.waitingBytes = waitingBytes;
            event.commit();
        }
    }
}
