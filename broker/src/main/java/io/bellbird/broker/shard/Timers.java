package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.session.Timer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * What is to happen on a shard later, in order of time; at the same time in order of asking. Its loop is asked to run when
 * the first is due. A binary heap whose elements know their places: nearly every connection has a timer, and cancels it
 * when it ends.
 */
@ShardConfined
final class Timers {
    /** No timer is waiting. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int ROOM_MIN = 16;

    private final ShardLoop loop;
    /** When the loop was asked to run, or {@link #NEVER}; sooner than need be when that timer was cancelled. */
    private long askedNanos = NEVER;

    private Scheduled[] heap = new Scheduled[ROOM_MIN];
    private int size;
    private long lastOrder;

    /** @param loop runs the shard, which then calls {@link #runDue} */
    Timers(ShardLoop loop) {
        this.loop = loop;
    }

    /** @param deadlineNanos of the shard's clock */
    Timer schedule(long deadlineNanos, Runnable action) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        Scheduled timer = new Scheduled(deadlineNanos, ++lastOrder, action);
        place(timer, size++);
        moveUp(timer);
        askLoop();
        return timer;
    }

    private void askLoop() {
        long next = nextDeadlineNanos();
        if (next < askedNanos) {
            askedNanos = next;
            loop.runAt(next);
        }
    }

    /** When the next one is due, or {@link #NEVER}. */
    long nextDeadlineNanos() {
        return size == 0 ? NEVER : heap[0].deadlineNanos;
    }

    /** Hands out the actions that are due at {@code nowNanos}, those included that they schedule for then. */
    void runDue(long nowNanos, Consumer<Runnable> runner) {
        if (nowNanos >= askedNanos) {
            askedNanos = NEVER;
        }
        while (size > 0 && heap[0].deadlineNanos <= nowNanos) {
            Scheduled due = heap[0];
            remove(due);
            runner.accept(due.action);
        }
        askLoop();
    }

    private void remove(Scheduled timer) {
        Scheduled last = heap[--size];
        heap[size] = null;
        if (last != timer) {
            place(last, timer.index);
            moveUp(last);
            moveDown(last);
        }
        timer.index = Scheduled.GONE;
        if (heap.length > ROOM_MIN && size < heap.length / 4) {
            heap = Arrays.copyOf(heap, heap.length / 2);
        }
    }

    private void place(Scheduled timer, int index) {
        heap[index] = timer;
        timer.index = index;
    }

    private void moveUp(Scheduled timer) {
        int index = timer.index;
        while (index > 0 && timer.isBefore(heap[(index - 1) / 2])) {
            place(heap[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }
        place(timer, index);
    }

    private void moveDown(Scheduled timer) {
        int index = timer.index;
        int child = firstChild(index);
        while (child < size && heap[child].isBefore(timer)) {
            place(heap[child], index);
            index = child;
            child = firstChild(index);
        }
        place(timer, index);
    }

    /** The place of the one of two children that comes first, at least {@link #size} when there is none. */
    private int firstChild(int index) {
        int left = 2 * index + 1;
        return left + 1 < size && heap[left + 1].isBefore(heap[left]) ? left + 1 : left;
    }

    private final class Scheduled implements Timer {
        private static final int GONE = -1;

        private final long deadlineNanos;
        private final long order;
        private final Runnable action;
        private int index;

        Scheduled(long deadlineNanos, long order, Runnable action) {
            this.deadlineNanos = deadlineNanos;
            this.order = order;
            this.action = action;
        }

        boolean isBefore(Scheduled other) {
            return deadlineNanos == other.deadlineNanos ? order < other.order : deadlineNanos < other.deadlineNanos;
        }

        @Override
        public void cancel() {
            if (index != GONE) {
                remove(this);
            }
        }
    }
}
