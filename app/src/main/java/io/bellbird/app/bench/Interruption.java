package io.bellbird.app.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM: what runs is asked to stop, and the process waits until that has said what it did. */
final class Interruption {
    private static final long WAIT_SECONDS_MAX = 60;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    Interruption(Stop stop) {
        this.hook = new Thread(() -> {
            stop.ask();
            awaitEnd();
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void awaitEnd() {
        try {
            if (!done.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                System.err.println("bellbird: has not stopped after " + WAIT_SECONDS_MAX + " s");
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** It has said what it did. */
    void end() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // the process waits no longer
        }
    }
}
