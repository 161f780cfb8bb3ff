package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.store.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How far each shard's lane of numbered publications is settled: up to there, everything that they caused on any shard
 * is with the store, and then their settlement. Whatever is handed in after one looked here commits after both.
 *
 * <p>Concurrent: each lane is advanced by its own shard and read by all. A waiter enters the queue first and then looks
 * at the lane; the shard advances the lane first and then empties the queue. So either the waiter sees the advance, or
 * the shard sees the waiter.
 */
final class Settlements {
    private final AtomicLongArray settled;
    private final List<Queue<Runnable>> waiters = new ArrayList<>();

    /** @param lanes one for each shard */
    Settlements(int lanes) {
        settled = new AtomicLongArray(lanes);
        for (int i = 0; i < lanes; i++) {
            waiters.add(new ConcurrentLinkedQueue<>());
        }
    }

    /** @param number of a publication of this generation */
    @AnyThread
    boolean isSettled(long number) {
        return settled.get(Numbers.laneOfPublication(number)) >= number;
    }

    /**
     * Asks to be told when the lane of a publication has advanced. To be followed by {@link #isSettled}.
     *
     * @param action run once, by the lane's shard
     */
    @AnyThread
    void whenAdvanced(long number, Runnable action) {
        waiters.get(Numbers.laneOfPublication(number)).add(action);
    }

    /** The batch with the settlement of a publication, and so of all before it in its lane, is with the store. */
    void advance(long number) {
        int lane = Numbers.laneOfPublication(number);
        settled.set(lane, number);
        Queue<Runnable> waiting = waiters.get(lane);
        for (Runnable action = waiting.poll(); action != null; action = waiting.poll()) {
            action.run();
        }
    }
}
