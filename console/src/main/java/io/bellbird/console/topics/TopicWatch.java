package io.bellbird.console.topics;

import io.bellbird.broker.Administration;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.Topic;
import io.bellbird.console.http.ConsoleThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches topics while somebody wants to know: from the first question until a minute after the last one, or while the
 * tree is streamed. Shards count, and what they have counted is collected every second, and before each answer. Belongs to
 * the {@link ConsoleThread}.
 */
final class TopicWatch {
    static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final long COLLECT_MILLIS = 1_000;
    private static final int VISITS = 1_000;

    private final Administration broker;
    private final ConsoleThread thread;
    private final Lookout lookout;
    private final WallTime time;

    private @Nullable Watching watching;
    private long askedNanos;
    private int streams;

    TopicWatch(Administration broker, ConsoleThread thread, Lookout lookout, WallTime time) {
        this.broker = broker;
        this.thread = thread;
        this.lookout = lookout;
        this.time = time;
    }

    /** From the first question to the end of the last lease. */
    private final class Watching {
        private final TopicTree tree = new TopicTree(time.nowNanos());
        private final TopicCounts counts =
                new TopicCounts(broker, broker.broker().config().shards());
        private final ScheduledFuture<?> tick = thread.every(COLLECT_MILLIS, this::tick);
        /** One collection follows the other, so that nothing is added in another order. */
        private CompletableFuture<Void> collected;

        Watching() {
            collected = lookout.add(counts).thenRunAsync(this::addRetained, thread);
        }

        /** What was retained before the shards began to count. */
        private void addRetained() {
            addRetained(TopicFilter.parse("#"));
            addRetained(TopicFilter.parse("$SYS/#"));
        }

        private void addRetained(TopicFilter filter) {
            RetainedMessages.Cursor cursor = broker.retained().cursor(filter);
            long now = time.nowNanos();
            while (!cursor.isDone()) {
                Publication found = cursor.next(VISITS);
                if (found != null && tree.isFull()) {
                    tree.leftOut();
                    return;
                }
                if (found != null && !found.isExpired(now)) {
                    tree.retained(found);
                }
            }
        }

        CompletableFuture<Void> collect() {
            collected = collected
                    .exceptionally(bug -> null) // whoever asked then was told
                    .thenCompose(before -> counts.collect())
                    .thenAcceptAsync(
                            all -> {
                                long now = time.nowNanos();
                                all.forEach(ofShard -> tree.add(ofShard, now));
                            },
                            thread);
            return collected;
        }

        private void tick() {
            if (streams == 0 && time.nowNanos() - askedNanos > LEASE_NANOS) {
                end();
            } else if (collected.isDone()) {
                collect();
            }
        }

        private void end() {
            tick.cancel(false);
            lookout.remove(counts);
            watching = null;
        }
    }

    /**
     * Asks for what was seen until now, and begins to watch if nobody does. To be called there; the answer is made there.
     */
    <T> CompletableFuture<T> ask(Function<TopicTree, T> question) {
        askedNanos = time.nowNanos();
        Watching asked = watching;
        if (asked == null) {
            asked = new Watching();
            watching = asked;
        }
        TopicTree tree = asked.tree;
        return asked.collect().thenApplyAsync(done -> question.apply(tree), thread);
    }

    /** Topics are watched now. */
    boolean isOn() {
        return watching != null;
    }

    /** What was seen last of a topic, if topics are watched anyway. */
    CompletableFuture<@Nullable Seen> last(Topic topic) {
        Watching asked = watching;
        if (asked == null) {
            return CompletableFuture.completedFuture(null);
        }
        return asked.collect()
                .thenApplyAsync(
                        done -> {
                            WatchedTopic found = asked.tree.find(topic);
                            return found == null || found.messages() == 0 ? null : found.last();
                        },
                        thread);
    }

    /** Somebody reads from now on until he {@linkplain #leave leaves}. */
    void join() {
        streams++;
    }

    /** The lease counts from now on. */
    void leave() {
        streams--;
        askedNanos = time.nowNanos();
    }
}
