package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder: the configuration was read again. */
public final class ConfigurationReloaded {
    private ConfigurationReloaded() {}

    /**
     * Notes it, if a recording is made.
     *
     * @param accepted whether it counts; otherwise something in it was wrong, and nothing has changed
     */
    public static void note(boolean accepted) {
        if (FlightRecorder.isInitialized()) {
            Occurrence event = new Occurrence();
            event.accepted = accepted;
            event.commit();
        }
    }

    @Name("bellbird.ConfigurationReloaded")
    @Label("Configuration Reloaded")
    @Category("Bellbird")
    @StackTrace(false)
    static final class Occurrence extends Event {
        @Label("Accepted")
        boolean accepted;
    }
}
