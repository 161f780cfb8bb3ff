package io.bellbird.console.graph;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.admin.Shards;
import io.bellbird.broker.session.Ranking;
import io.bellbird.broker.session.SessionOrder;
import io.bellbird.broker.session.SessionSearch;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.watch.Flow;
import io.bellbird.broker.watch.Flows;
import io.bellbird.console.http.ConsoleThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what the shards counted, once for all who look at the graph, at most ten times a second, and only while
 * somebody looks. The {@link ConsoleThread} does the work, so that neither messages nor other requests wait for it. All
 * fields but the number of viewers belong to that thread.
 */
final class LiveGraph {
    private static final Logger log = LoggerFactory.getLogger(LiveGraph.class);

    static final int VIEWERS_MAX = 16;
    private static final long BETWEEN_UPDATES_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** There are fewer updates when that takes long: one part in so many of the time it may take. */
    private static final long UPDATE_SHARE = 200;

    private static final long BETWEEN_UPDATES_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);
    /** The clients that are connected are looked through so often, */
    private static final long BETWEEN_ROLL_CALLS_NANOS = TimeUnit.SECONDS.toNanos(3);
    /** but not if that takes long: then for no more than one part in so many of the time. */
    private static final long ROLL_CALL_SHARE = 20;

    private static final int SESSIONS_A_SHARD_MAX = 1_000;

    private final Shards shards;
    private final ConsoleThread thread;
    private final AtomicInteger open = new AtomicInteger();
    private final List<Viewer> viewers = new ArrayList<>();
    private final Network network = new Network();
    private boolean collecting;
    private boolean callingRoll;

    LiveGraph(Shards shards, ConsoleThread thread) {
        this.shards = shards;
        this.thread = thread;
    }

    /**
     * Makes room for one more viewer, who is to be {@linkplain #show shown} the graph and to {@linkplain #end end}.
     *
     * @return false when there are too many already
     */
    @AnyThread
    boolean admit() {
        if (open.incrementAndGet() > VIEWERS_MAX) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** From now on he gets events. */
    @AnyThread
    void show(Viewer viewer) {
        thread.execute(() -> {
            if (!viewer.hasEnded()) {
                viewers.add(viewer);
                begin();
            }
        });
    }

    /** He looks no more. */
    @AnyThread
    void end(Viewer viewer) {
        open.decrementAndGet();
        thread.execute(() -> viewers.remove(viewer));
    }

    private void begin() {
        if (!callingRoll) {
            callingRoll = true;
            callRoll();
        }
        if (!collecting) {
            collecting = true;
            collect();
        }
    }

    private void collect() {
        if (viewers.isEmpty()) {
            collecting = false;
            network.clear();
            shards.ask(shard -> {
                shard.stopFlows();
                return true;
            });
            return;
        }
        long began = System.nanoTime();
        shards.ask(Shard::takeFlows)
                .whenCompleteAsync(
                        (windows, failure) -> {
                            long collected = System.nanoTime();
                            isolated(failure, () -> onCollected(windows, collected));
                            again(this::collect, began, betweenUpdates(System.nanoTime() - collected));
                        },
                        thread);
    }

    private static long betweenUpdates(long tookNanos) {
        return Math.min(BETWEEN_UPDATES_NANOS_MAX, Math.max(BETWEEN_UPDATES_NANOS, tookNanos * UPDATE_SHARE));
    }

    private void onCollected(List<Flows.Window> windows, long nanos) {
        List<Flow> flows = new ArrayList<>();
        long published = 0;
        long sent = 0;
        for (Flows.Window window : windows) {
            flows.addAll(window.flows());
            published += window.published();
            sent += window.sent();
        }
        network.add(flows, nanos);
        for (Viewer viewer : viewers) {
            viewer.update(network, flows, published, sent, nanos);
        }
    }

    private void callRoll() {
        if (viewers.isEmpty()) {
            callingRoll = false;
            return;
        }
        long began = System.nanoTime();
        shards.askEach((Shard shard, Consumer<Ranking.Found> answer) ->
                        shard.rank(SessionSearch.first(SessionOrder.MESSAGES, SESSIONS_A_SHARD_MAX), answer))
                .whenCompleteAsync(
                        (found, failure) -> {
                            isolated(
                                    failure,
                                    () -> network.setSessions(found.stream()
                                            .flatMap(each -> each.first().stream())
                                            .toList()));
                            long took = System.nanoTime() - began;
                            network.forget(System.nanoTime());
                            again(this::callRoll, began, Math.max(BETWEEN_ROLL_CALLS_NANOS, took * ROLL_CALL_SHARE));
                        },
                        thread);
    }

    /** A defect here costs one update. */
    private static void isolated(Throwable failure, Runnable action) {
        Throwable bug = failure;
        if (bug == null) {
            try {
                action.run();
            } catch (RuntimeException | AssertionError thrown) {
                bug = thrown;
            }
        }
        if (bug != null) {
            log.error("the live graph was not updated, this is a defect of the console", bug);
        }
    }

    private void again(Runnable action, long began, long afterNanos) {
        thread.later(began + afterNanos - System.nanoTime(), action);
    }
}
