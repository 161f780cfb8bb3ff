package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * Flight recorder: a turn of a shard that took longer than 100 ms, in which none of its other clients was served. One
 * object times turn after turn; it asks no clock while no recording is made.
 */
public final class SlowTurn {
    /** Null until there was a recording. */
    private @Nullable Occurrence event;

    /** Begins it. */
    public void begin() {
        if (event == null && FlightRecorder.isInitialized()) {
            event = new Occurrence();
        }
        if (event != null) {
            event.begin();
        }
    }

    /** Ends it, and notes it if it was slow and a recording is made. */
    public void note(int ofShard) {
        if (event != null) {
            event.end();
            event.shard = ofShard;
            event.commit();
        }
    }

    @Name("bellbird.SlowTurn")
    @Label("Slow Turn")
    @Category("Bellbird")
    @StackTrace(false)
    @Threshold("100 ms")
    static final class Occurrence extends Event {
        @Label("Shard")
        int shard;
    }
}
