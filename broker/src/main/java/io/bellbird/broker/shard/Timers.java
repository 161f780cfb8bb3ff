package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.session.Timer;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What is to happen on a shard later, in order of time; at the same time in order of asking. */
@ShardConfined
final class Timers {
    /** No timer is waiting. */
    static final long NEVER = Long.MAX_VALUE;

    private final TreeSet<Scheduled> waiting = new TreeSet<>(
            Comparator.<Scheduled>comparingLong(timer -> timer.deadlineNanos).thenComparingLong(timer -> timer.order));
    private long lastOrder;

    /** @param deadlineNanos of the shard's clock */
    Timer schedule(long deadlineNanos, Runnable action) {
        Scheduled timer = new Scheduled(deadlineNanos, ++lastOrder, action);
        waiting.add(timer);
        return timer;
    }

    /** When the next one is due, or {@link #NEVER}. */
    long nextDeadlineNanos() {
        return waiting.isEmpty() ? NEVER : waiting.first().deadlineNanos;
    }

    /** Hands out the actions that are due at {@code nowNanos}, those included that they schedule for then. */
    void runDue(long nowNanos, Consumer<Runnable> runner) {
        while (!waiting.isEmpty() && waiting.first().deadlineNanos <= nowNanos) {
            Scheduled due = waiting.pollFirst();
            runner.accept(due.action);
        }
    }

    private final class Scheduled implements Timer {
        private final long deadlineNanos;
        private final long order;
        private final Runnable action;

        Scheduled(long deadlineNanos, long order, Runnable action) {
            this.deadlineNanos = deadlineNanos;
            this.order = order;
            this.action = action;
        }

        @Override
        public void cancel() {
            waiting.remove(this);
        }
    }
}
