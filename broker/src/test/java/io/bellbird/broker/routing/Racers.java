package io.bellbird.broker.routing;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs each task on a thread of its own, all at the same time. */
public final class Racers {
    private static final long TIMEOUT_SECONDS = 60;

    /** What one thread does. */
    public interface Task {
        /** Does it; what is thrown fails the race. */
        void run() throws Exception;
    }

    private Racers() {}

    /** Returns when all have returned; fails at once with the first failure, and interrupts the others. */
    public static void race(Task... tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
        try {
            CompletionService<Boolean> running = new ExecutorCompletionService<>(threads);
            for (Task task : tasks) {
                running.submit(() -> {
                    task.run();
                    return true;
                });
            }
            for (int returned = 0; returned < tasks.length; returned++) {
                Future<Boolean> next = running.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("a racing thread has not returned after " + TIMEOUT_SECONDS + " s");
                }
                next.get();
            }
        } catch (ExecutionException failed) {
            throw new AssertionError("one of the racing threads failed", failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
