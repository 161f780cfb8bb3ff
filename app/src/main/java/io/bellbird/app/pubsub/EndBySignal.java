package io.bellbird.app.pubsub;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets SIGINT and SIGTERM end a run with its good-bye and exit code 0, as Mosquitto's programs do. */
final class EndBySignal {
    private EndBySignal() {}

    /** What is run. */
    interface Run {
        void run() throws Failure, InterruptedException;
    }

    /** Runs it; while it does, a signal stops it and waits for its end. */
    static void during(Runnable stop, Run run) throws Failure, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean signalled = new AtomicBoolean();
        Thread hook = new Thread(
                () -> {
                    signalled.set(true);
                    stop.run();
                    try {
                        ended.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(0); // the exit code of the JVM would be that of the signal
                },
                "bellbird-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            run.run();
        } finally {
            ended.countDown();
            if (!signalled.get()) {
                removeHook(hook);
            }
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // a signal came just now: its hook ends the process
            return;
        }
    }
}
