package io.bellbird.broker.routing;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** Lets two threads do their n-th step at the same moment, as near as the machine can. */
public final class Lockstep {
    /** A thread that waits lets others have its processor now and then, since there may be only one. */
    private static final int SPINS_MAX = 1_000;
    /** Counts of two threads do not share a cache line. */
    private static final int STRIDE = 16;

    private final AtomicIntegerArray steps = new AtomicIntegerArray(2 * STRIDE);

    /**
     * Waits until the other thread is about to do its step of this number as well.
     *
     * @param thread 0 or 1
     * @param number from 1, one more each time
     */
    public void await(int thread, int number) throws InterruptedException {
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
    }
}
