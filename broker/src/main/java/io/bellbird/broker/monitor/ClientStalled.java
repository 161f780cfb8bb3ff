package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder: a client takes nothing of what waits for it, while memory is scarce. */
public final class ClientStalled {
    private ClientStalled() {}

    /**
     * Notes it, if a recording is made.
     *
     * @param peer address of the client
     * @param waitingBytes what waits for it
     */
    public static void note(String peer, long waitingBytes) {
        if (FlightRecorder.isInitialized()) {
            Occurrence event = new Occurrence();
            event.peer = peer;
            event.waitingBytes = waitingBytes;
            event.commit();
        }
    }

    @Name("bellbird.ClientStalled")
    @Label("Client Stalled")
    @Category("Bellbird")
    @StackTrace(false)
    static final class Occurrence extends Event {
        @Label("Peer")
        String peer = "";

        @Label("Waiting Bytes")
        long waitingBytes;
    }
}
