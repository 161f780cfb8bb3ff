package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * Flight recorder: a write of the store that took longer than 100 ms, for which acknowledgements waited. One object times
 * write after write; it asks no clock while no recording is made.
 */
public final class SlowCommit {
    private final ReusedEvent<Occurrence> event = new ReusedEvent<>(Occurrence::new);

    /** Begins it. */
    public void begin() {
        event.begin();
    }

    /** Ends it, and notes it if it was slow and a recording is made. */
    public void note(long inBatches) {
        Occurrence ended = event.end();
        if (ended != null) {
            ended.batches = inBatches;
            ended.commit();
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
