package io.bellbird.broker.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * Flight recorder: a turn of a shard that took longer than 100 ms, in which none of its other clients was served. One
 * object times turn after turn; it asks no clock while no recording is made.
 */
public final class SlowTurn {
    private final ReusedEvent<Occurrence> event = new ReusedEvent<>(Occurrence::new);

    /** Begins it. */
    public void begin() {
        event.begin();
    }

    /** Ends it, and notes it if it was slow and a recording is made. */
    public void note(int ofShard) {
        Occurrence ended = event.end();
        if (ended != null) {
            ended.shard = ofShard;
            ended.commit();
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
