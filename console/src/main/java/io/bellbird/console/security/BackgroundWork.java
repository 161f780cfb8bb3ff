package io.bellbird.console.security;

import io.bellbird.broker.AnyThread;
import io.bellbird.console.http.Problem;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What the admin thread must not wait for, one thing after the other, on a thread that ends when there is nothing to do.
 * Concurrent: made of an executor.
 */
final class BackgroundWork {
    private static final int WAITING_MAX = 32;
    private static final long IDLE_SECONDS_MAX = 5;

    private final ThreadPoolExecutor executor;

    /** @param name of the thread */
    BackgroundWork(String name) {
        executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS_MAX, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), action -> {
                    Thread thread = new Thread(action, name);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Does it later.
     *
     * @return what came of it; a {@link Problem} when too much waits already
     */
    @AnyThread
    <T> CompletableFuture<T> later(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(work.call());
                } catch (Exception | AssertionError failure) {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(
                    Problem.of(503, "Busy", WAITING_MAX + " such requests wait already: ask again soon"));
        }
        return result;
    }
}
