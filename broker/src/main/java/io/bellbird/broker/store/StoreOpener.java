package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Opens the store of a broker that is about to start. */
@FunctionalInterface
public interface StoreOpener {
    /**
     * Opens it.
     *
     * @param retained gives the retained message of a topic, or null; any thread may ask
     * @param nanos the broker's monotonic time, in nanoseconds; any thread may ask
     * @throws IOException when it cannot be opened: a sentence that says why, and what to do
     */
    SessionStore open(Function<Topic, @Nullable Publication> retained, LongSupplier nanos) throws IOException;
}
