package io.bellbird.console.topics;

import io.bellbird.broker.admin.TextSource;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The changes of some nodes of the tree, on their way to one reader: while he has not taken the last ones no more are
 * made, and the next ones have all that changed since.
 *
 * <p>Concurrent: what waits for him is one atomic reference, that the {@link ConsoleThread} sets when it is null, and the
 * admin thread takes. All else belongs to the topic thread, but for two volatile fields.
 */
final class TreeStream implements TextSource {
    private static final int NODES_MAX = 500;

    private final List<String> below;
    private final TreeView view;
    private final WallTime time;
    private final Runnable onEnd;

    private final AtomicReference<@Nullable String> waiting = new AtomicReference<>();
    private final Map<String, Map<String, TreeView.Node>> told = new HashMap<>();
    private volatile Runnable pull = () -> {};
    private volatile boolean ended;
    private long toldNanos;

    /** @param onEnd run by the admin thread when the reader has gone */
    TreeStream(List<String> below, TreeView view, WallTime time, Runnable onEnd) {
        this.below = List.copyOf(below);
        this.view = view;
        this.time = time;
        this.onEnd = onEnd;
        this.toldNanos = time.nowNanos();
    }

    /** Lets the reader take what waits. */
    void pull(Runnable wanted) {
        pull = wanted;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Nodes that are not as they were told; those that have gone have no topics. */
    record Changes(String below, List<TreeView.Node> nodes) {}

    /** Tells what has changed. On the topic thread. */
    void look(TopicTree tree) {
        if (waiting.get() != null) {
            return;
        }
        StringBuilder events = new StringBuilder();
        for (String above : below) {
            List<TreeView.Node> changed = changed(above, view.children(tree, above, NODES_MAX));
            if (!changed.isEmpty()) {
                events.append(Events.event("nodes", new Changes(above, changed)));
            }
        }
        long now = time.nowNanos();
        if (events.isEmpty() && now - toldNanos > Streams.HEARTBEAT_NANOS) {
            events.append(Events.COMMENT);
        }
        if (!events.isEmpty()) {
            toldNanos = now;
            waiting.set(events.toString());
            pull.run();
        }
    }

    private List<TreeView.Node> changed(String above, TreeView.Nodes now) {
        Map<String, TreeView.Node> before = told.getOrDefault(above, Map.of());
        List<TreeView.Node> changed = new ArrayList<>();
        Map<String, TreeView.Node> after = new HashMap<>();
        for (TreeView.Node node : now.nodes()) {
            after.put(node.name(), node);
            if (!node.equals(before.get(node.name()))) {
                changed.add(node);
            }
        }
        before.values().stream()
                .filter(node -> !after.containsKey(node.name()) && !isBehindLimit(node, now))
                .forEach(node -> changed.add(node.gone()));
        told.put(above, after);
        return changed;
    }

    /** Whether it may well be there, but others have taken its place among those that are shown. */
    private static boolean isBehindLimit(TreeView.Node node, TreeView.Nodes now) {
        int count = now.nodes().size();
        return count == NODES_MAX
                && node.name().compareTo(now.nodes().get(count - 1).name()) > 0;
    }

    @Override
    public @Nullable String next() {
        return waiting.getAndSet(null);
    }

    @Override
    public void onEnd() {
        ended = true;
        onEnd.run();
    }
}
