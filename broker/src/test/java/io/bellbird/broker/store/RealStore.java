package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A store of the product beneath the {@link TestStore} of one broker. What makes it is found as a service, so that the
 * tests of a broker can run again on another store; otherwise it is a {@link MemoryStore}.
 */
public interface RealStore {
    /** Makes it; there is nothing in it yet. */
    @FunctionalInterface
    interface Maker {
        /**
         * Makes and opens one.
         *
         * @param retained gives the retained message of a topic, or null; any thread may ask
         * @param nanos the broker's monotonic time, in nanoseconds; any thread may ask
         */
        RealStore make(Function<Topic, @Nullable Publication> retained, LongSupplier nanos);
    }

    /** The store, from which nothing was read yet since it was opened. */
    SessionStore open();

    /** The process is killed, and another one opens what it left. */
    void kill();

    /** The process stops cleanly, and another one opens what it left. */
    void stop();

    /** Whether anything is left then. */
    boolean survives();
}
