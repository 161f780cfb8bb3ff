package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder: after too many attempts nobody is let in from an address for a while. */
public final class AddressBanned {
    private AddressBanned() {}

    /**
     * Notes it, if a recording is made.
     *
     * @param address from which nobody is let in
     * @param seconds for how long
     */
    public static void note(String address, long seconds) {
        if (FlightRecorder.isInitialized()) {
            Occurrence event = new Occurrence();
            event.address = address;
            event.seconds = seconds;
            event.commit();
        }
    }

    @Name("bellbird.AddressBanned")
    @Label("Address Banned")
    @Category("Bellbird")
    @StackTrace(false)
    static final class Occurrence extends Event {
        @Label("Address")
        String address = "";

        @Label("Seconds")
        long seconds;
    }
}
