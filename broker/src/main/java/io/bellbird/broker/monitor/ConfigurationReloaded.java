package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder: the configuration was read again. */
@Name("bellbird.ConfigurationReloaded")
@Label("Configuration Reloaded")
@Category("Bellbird")
@StackTrace(false)
public final class ConfigurationReloaded extends Event {
    @Label("Accepted")
    boolean accepted;

    private ConfigurationReloaded() {}

    /**
     * Notes it, if a recording is made.
     *
     * @param accepted whether it counts; otherwise something in it was wrong, and nothing has changed
     */
    public static void note(boolean accepted) {
        ConfigurationReloaded event = new ConfigurationReloaded();
        if (event.shouldCommit()) {
            event.accepted = accepted;
            event.commit();
        }
    }
}
