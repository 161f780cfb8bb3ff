package io.bellbird.console.http;

import io.bellbird.broker.AnyThread;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread for what waits for the disk or takes long, one thing after the other; it ends when there is nothing to do. Any
 * thread may hand in.
 */
public final class Background implements AutoCloseable {
    private static final int WAITING_MAX = 100;
    private static final long IDLE_SECONDS = 10;
    private static final long STOP_MILLIS_MAX = 2_000;

    private final ThreadPoolExecutor threads;

    /**
     * Nothing is to be done yet.
     *
     * @param name of the thread
     */
    public Background(String name) {
        threads = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does it when its turn comes.
     *
     * @return its result, on that thread; with what it threw, or a {@link Problem} when too much waits already
     */
    @AnyThread
    public <T> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    result.complete(work.call());
                } catch (Exception | AssertionError failure) {
                    result.completeExceptionally(failure);
                }
            });
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(Problem.of(
                    503, "Busy", "too much waits for the broker's disk already, or the broker stops: try again later"));
        }
        return result;
    }

    /** Does it for one who asks, when its turn comes, and tells him when it fails. */
    @AnyThread
    public void run(Call call, Runnable work) {
        call.later(
                run(() -> {
                    work.run();
                    return true;
                }),
                done -> {});
    }

    /** Ends once all is done that waits, for two seconds at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            threads.awaitTermination(STOP_MILLIS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
