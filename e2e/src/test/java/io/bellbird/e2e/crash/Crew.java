package io.bellbird.e2e.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Clients at work, each on a thread of its own. Confined to the thread of the test. */
final class Crew {
    private static final long PATIENCE_SECONDS = 60;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Course course;
    private final List<Thread> threads = new ArrayList<>();

    Crew(Course course) {
        this.course = course;
    }

    void start(Client client) {
        Thread thread = new Thread(() -> client.live(course), client.id());
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /**
     * Waits until all of them are done.
     *
     * @throws AssertionError when one does not come to its end
     */
    void awaitEnd() {
        for (Thread thread : threads) {
            await(() -> !thread.isAlive(), "the end of " + thread.getName());
        }
        threads.clear();
    }

    /**
     * Waits for something that another thread does.
     *
     * @throws AssertionError when it does not happen in time
     */
    static void await(BooleanSupplier condition, String awaited) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited " + PATIENCE_SECONDS + " s for " + awaited);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
