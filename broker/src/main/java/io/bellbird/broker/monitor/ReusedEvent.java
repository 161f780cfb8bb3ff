package io.bellbird.broker.monitor;

import java.util.function.Supplier;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * An event of the flight recorder that times one thing after another of its kind, on one thread. It allocates nothing, and
 * asks no clock, while no recording was ever made.
 */
final class ReusedEvent<E extends Event> {
    private final Supplier<E> creation;
    /** Null until there was a recording. */
    private @Nullable E event;

    ReusedEvent(Supplier<E> creation) {
        this.creation = creation;
    }

    /** Begins to take the time of something. */
    void begin() {
        if (event == null && FlightRecorder.isInitialized()) {
            event = creation.get();
        }
        if (event != null) {
            event.begin();
        }
    }

    /** Ends that: the event, to be filled and committed; null until there was a recording. */
    @Nullable
    E end() {
        if (event != null) {
            event.end();
        }
        return event;
    }
}
