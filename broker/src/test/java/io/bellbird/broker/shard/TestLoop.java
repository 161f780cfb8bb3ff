package io.bellbird.broker.shard;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A shard's thread that runs when the test says so: what sockets, mailbox and timers bring, then the end of the turn. */
final class TestLoop implements ShardLoop {
    private final TestClock clock;
    private final Queue<Runnable> events = new ArrayDeque<>();
    private final PriorityQueue<Long> deadlines = new PriorityQueue<>();
    private @Nullable Shard shard;
    private boolean woken;
    private boolean endsTurnSoon;
    private boolean frozen;

    TestLoop(TestClock clock) {
        this.clock = clock;
    }

    void serve(Shard served) {
        shard = served;
    }

    Shard shard() {
        if (shard == null) {
            throw new IllegalStateException("the loop has no shard yet");
        }
        return shard;
    }

    @Override
    public void wake() {
        woken = true;
    }

    @Override
    public void endTurnSoon() {
        endsTurnSoon = true;
    }

    @Override
    public void runAt(long deadlineNanos) {
        deadlines.add(deadlineNanos);
    }

    /** Something happens at a socket of this loop. */
    void happen(Runnable event) {
        events.add(event);
    }

    /** Nothing runs here until it is thawed. */
    void freeze(boolean on) {
        frozen = on;
    }

    /**
     * One turn.
     *
     * @return false when there was nothing to do
     */
    boolean turn() {
        boolean due = nextDeadlineNanos() <= clock.nanos();
        if (frozen || !(due || woken || endsTurnSoon || !events.isEmpty())) {
            return false;
        }
        for (int ready = events.size(); ready > 0; ready--) {
            events.remove().run();
        }
        if (woken || due) {
            woken = false;
            while (nextDeadlineNanos() <= clock.nanos()) {
                deadlines.remove();
            }
            shard().run();
        }
        endTurn();
        return true;
    }

    /** One turn in which one thing happens at a socket, and the mailbox is not looked at yet. */
    void turnAtSocket() {
        if (!frozen && !events.isEmpty()) {
            events.remove().run();
            endTurn();
        }
    }

    private void endTurn() {
        if (endsTurnSoon) {
            endsTurnSoon = false;
            shard().endTurn();
        }
    }

    /** When it has to run though nothing happens, or {@link Timers#NEVER}. */
    long nextDeadlineNanos() {
        Long next = deadlines.peek();
        return next == null || frozen ? Timers.NEVER : next;
    }
}
