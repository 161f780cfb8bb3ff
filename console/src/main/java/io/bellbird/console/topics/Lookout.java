package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.broker.watch.Tap;
import io.bellbird.console.http.ConsoleThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who of the console sees messages at the moment. Belongs to the {@link ConsoleThread}. */
final class Lookout {
    private final Administration broker;
    private final List<Tap> taps = new ArrayList<>();

    Lookout(Administration broker) {
        this.broker = broker;
    }

    /**
     * From now on it sees messages.
     *
     * @return completed, by any thread, when it sees all that is published from then on
     */
    CompletableFuture<Void> add(Tap tap) {
        taps.add(tap);
        return changed();
    }

    /** What it takes in after that it must not mind. */
    void remove(Tap tap) {
        taps.remove(tap);
        changed();
    }

    /** One of them wants other topics than before. */
    CompletableFuture<Void> changed() {
        return broker.tap(taps);
    }
}
