package io.bellbird.broker.monitor;

import io.bellbird.codec.ReasonCode;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder: a client that sent CONNECT was not accepted. */
public final class ConnectionRefused {
    private ConnectionRefused() {}

    /**
     * Notes it, if a recording is made.
     *
     * @param clientId empty when the client brought none
     * @param peer address of the client
     */
    public static void note(String clientId, String peer, ReasonCode reason) {
        if (FlightRecorder.isInitialized()) {
            Occurrence event = new Occurrence();
            event.clientId = clientId;
            event.peer = peer;
            event.reason = reason.name();
            event.commit();
        }
    }

    @Name("bellbird.ConnectionRefused")
    @Label("Connection Refused")
    @Category("Bellbird")
    @StackTrace(false)
    static final class Occurrence extends Event {
        @Label("Client Id")
        String clientId = "";

        @Label("Peer")
        String peer = "";

        @Label("Reason")
        String reason = "";
    }
}
