package io.bellbird.console.graph;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.TextSource;
import io.bellbird.broker.watch.Flow;
import io.bellbird.console.http.Events;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One who looks at the graph. He gets an event when he has taken the one before; what happens meanwhile is put together.
 * Belongs to the console's thread, but for what the admin thread takes and ends: an atomic reference hands over the text.
 */
final class Viewer implements TextSource {
    private final Scene scene;
    private final Consumer<Viewer> onEnd;
    private final AtomicReference<@Nullable String> waiting = new AtomicReference<>();
    private volatile boolean ended;
    /** Set before the console's thread knows of him. */
    private Runnable wake = () -> {};

    /** @param onEnd told by the admin thread, once */
    Viewer(Scene scene, Consumer<Viewer> onEnd) {
        this.scene = scene;
        this.onEnd = onEnd;
    }

    /** Run when there is text to take. */
    void wakeBy(Runnable action) {
        wake = action;
    }

    @AnyThread
    boolean hasEnded() {
        return ended;
    }

    /** Takes in what happened, and tells what there is to tell; the parameters are those of {@link Scene#add}. */
    void update(Network network, Collection<Flow> flows, long published, long sent, long nanos) {
        scene.add(network, flows, published, sent, nanos);
        if (waiting.get() == null) {
            Object event = scene.next(network, nanos);
            if (event != null) {
                String name = event instanceof GraphEvent ? GraphEvent.NAME : FlowsEvent.NAME;
                waiting.set(Events.event(name, event));
                wake.run();
            }
        }
    }

    @Override
    public @Nullable String next() {
        return waiting.getAndSet(null);
    }

    @Override
    public void onEnd() {
        ended = true;
        onEnd.accept(this);
    }
}
