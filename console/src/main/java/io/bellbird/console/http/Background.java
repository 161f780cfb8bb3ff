package io.bellbird.console.http;

import io.bellbird.broker.AnyThread;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A thread for what waits for the disk, one thing after the other; it ends when there is nothing to do. Any thread. */
public final class Background implements AutoCloseable {
    private static final int WAITING_MAX = 256;
    private static final long IDLE_SECONDS = 10;
    private static final long STOP_MILLIS_MAX = 2_000;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), Background::thread);

    /** Nothing is to be done yet. */
    public Background() {
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bellbird-console");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Does it when its turn comes.
     *
     * @return its result, on that thread; with what it threw, or a {@link Problem} when too much waits already
     */
    @AnyThread
    public <T> CompletableFuture<T> run(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(
                    Problem.of(503, "Busy", "the broker's disk cannot follow, or the broker stops: try again later"));
        }
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
