package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.codec.Topic;
import io.bellbird.console.access.Scope;
import io.bellbird.console.http.Api;
import io.bellbird.console.http.Call;
import io.bellbird.console.http.ConsoleThread;
import io.bellbird.console.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree of topics, as it is and as it changes, and the history of one. Belongs to the {@link ConsoleThread}; the count of
 * those who read is atomic, since the admin thread asks.
 */
final class TreeEndpoints {
    private static final Logger log = LoggerFactory.getLogger(TreeEndpoints.class);

    static final int STREAMS_MAX = 16;
    static final int BELOW_MAX = 64;

    private static final int LIMIT_DEFAULT = 500;
    private static final int LIMIT_MAX = 5_000;

    /** The tree is looked through at most so often, */
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** less often when that takes long: one part in so many of the time, */
    private static final int SHARE = 20;
    /** but no more seldom than this. */
    private static final long PERIOD_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    private final Administration broker;
    private final ConsoleThread thread;
    private final TopicWatch watch;
    private final WallTime time;

    private final AtomicInteger reading = new AtomicInteger();
    private final List<TreeStream> open = new ArrayList<>();
    private boolean looking;

    TreeEndpoints(Administration broker, ConsoleThread thread, TopicWatch watch, WallTime time) {
        this.broker = broker;
        this.thread = thread;
        this.watch = watch;
        this.time = time;
    }

    void addTo(Api api) {
        api.get("/api/tree", Scope.READ, this::tree);
        api.get("/api/tree/stream", Scope.READ, this::stream);
        api.get("/api/history", Scope.READ, this::history);
    }

    /** The latest messages of a topic, the last one last. */
    record History(List<Message> messages) {}

    private void tree(Call call) {
        String below = call.request().parameter("below").orElse("");
        String search = call.request().parameter("search").orElse("");
        int limit = call.number("limit", LIMIT_DEFAULT, 1, LIMIT_MAX);
        TreeView view = view(call);
        thread.execute(
                call,
                () -> call.later(watch.ask(tree -> search.isEmpty()
                        ? view.children(tree, below, limit)
                        : view.search(tree, below, search, limit))));
    }

    private TreeView view(Call call) {
        return new TreeView(call.principal(), broker.retained(), time);
    }

    private void history(Call call) {
        Topic topic = Topics.visible(
                call,
                call.request()
                        .parameter("topic")
                        .orElseThrow(() -> Problem.badRequest("say of which topic: ?topic=TOPIC")));
        thread.execute(call, () -> call.later(watch.ask(tree -> history(tree, topic))));
    }

    private History history(TopicTree tree, Topic topic) {
        WatchedTopic found = tree.find(topic);
        return new History(
                found == null
                        ? List.of()
                        : found.history().stream()
                                .map(seen -> Message.of(seen, time))
                                .toList());
    }

    private void stream(Call call) {
        List<String> below =
                call.request().parameters("below").stream().distinct().toList();
        if (below.size() > BELOW_MAX) {
            throw Problem.badRequest(below.size() + " nodes are too many: name up to " + BELOW_MAX + " with below");
        }
        if (reading.incrementAndGet() > STREAMS_MAX) {
            reading.decrementAndGet();
            throw Problem.of(503, "Too many streams", STREAMS_MAX + " streams of the tree are open: end one of them");
        }
        TreeStream[] self = new TreeStream[1];
        TreeStream stream = new TreeStream(below.isEmpty() ? List.of("") : below, view(call), time, () -> {
            reading.decrementAndGet();
            thread.execute(() -> leave(self[0]));
        });
        self[0] = stream;
        stream.pull(call.stream(stream));
        thread.execute(() -> join(stream));
    }

    private void join(TreeStream stream) {
        if (stream.hasEnded()) {
            return;
        }
        open.add(stream);
        watch.join();
        if (!looking) {
            looking = true;
            look();
        }
    }

    private void leave(TreeStream stream) {
        if (open.remove(stream)) {
            watch.leave();
        }
    }

    /** Tells all of them what has changed, and does so again after a while. */
    private void look() {
        if (open.isEmpty()) {
            looking = false;
            return;
        }
        watch.ask(tree -> {
                    long began = time.nowNanos();
                    open.forEach(stream -> stream.look(tree));
                    return time.nowNanos() - began;
                })
                .exceptionally(bug -> {
                    log.error("the tree of topics could not be shown, this is a defect of the console", bug);
                    return 0L;
                })
                .thenAccept(nanos -> thread.later(pause(nanos), this::look));
    }

    /** @param nanos that the last look took */
    static long pause(long nanos) {
        return Math.min(PERIOD_NANOS_MAX, Math.max(PERIOD_NANOS, SHARE * nanos));
    }
}
