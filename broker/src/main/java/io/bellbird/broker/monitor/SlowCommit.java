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
 * Flight recorder: a write of the store that took longer than 100 ms, for which acknowledgements waited. One object times
 * write after write; it asks no clock while no recording is made.
 */
public final class SlowCommit {
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
    public void note(long inBatches) {
        if (event != null) {
            event.end();
            event.batches = inBatches;
            event.commit();
        }
    }

    @Name("bellbird.SlowCommit")
    @Label("Slow Commit")
    @Category("Bellbird")
    @StackTrace(false)
    @Threshold("100 ms")
    static final class Occurrence extends Event {
        @Label("Batches")
        long batches;
    }
}
