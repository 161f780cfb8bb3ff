package io.bellbird.broker.routing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Lets two threads do their n-th step at the same moment, as near as the machine can. On a machine that is busy with
 * other things that takes long, so that there are no more steps after a while.
 */
public final class Lockstep {
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    /** A thread that waits lets others have its processor now and then, since there may be only one. */
    private static final int SPINS_MAX = 1_000;
    /** Counts of two threads do not share a cache line. */
    private static final int STRIDE = 16;

    private final AtomicIntegerArray steps = new AtomicIntegerArray(2 * STRIDE);
    private final long begunNanos = System.nanoTime();
    /** The first step that neither does; decided by thread 0 before it says that it is there. */
    private volatile int end = Integer.MAX_VALUE;

    /**
     * Waits until the other thread is about to do its step of this number as well.
     *
     * @param thread 0 or 1
     * @param number from 1, one more each time
     * @return false when time is up: then neither thread does this step
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it, it only saves time
    public boolean next(int thread, int number) throws InterruptedException {
        if (thread == 0 && System.nanoTime() - begunNanos > NANOS_MAX) {
            end = number;
        }
        steps.set(thread * STRIDE, number);
        for (int spins = 1; steps.get((1 - thread) * STRIDE) < number; spins++) {
            if (spins % SPINS_MAX != 0) {
                Thread.onSpinWait();
            } else if (Thread.interrupted()) {
                throw new InterruptedException("the other thread has failed");
            } else {
                Thread.yield();
            }
        }
        return number < end;
    }

    /** How many steps both threads have done, once they have returned, when each was to do so many at most. */
    public int done(int stepsMax) {
        return Math.min(stepsMax, end - 1);
    }
}
