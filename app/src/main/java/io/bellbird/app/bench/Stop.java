package io.bellbird.app.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody does not want to wait any longer. Any thread. */
final class Stop {
    private final CountDownLatch asked = new CountDownLatch(1);

    void ask() {
        asked.countDown();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /**
     * Waits for a moment, unless it is asked to stop.
     *
     * @param nanos on the clock of this process
     */
    void awaitUntil(long nanos) throws InterruptedException {
        await(nanos - System.nanoTime());
    }

    /**
     * Waits for a time, unless it is asked to stop.
     *
     * @return whether it was asked
     */
    boolean await(long nanos) throws InterruptedException {
        return asked.await(nanos, TimeUnit.NANOSECONDS);
    }
}
