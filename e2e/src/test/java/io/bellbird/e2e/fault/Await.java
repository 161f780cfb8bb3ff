package io.bellbird.e2e.fault;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what has to come; generous, because the machine may be slow. */
final class Await {
    static final int PATIENCE_SECONDS = 30;

    private static final long POLL_NANOS = 2_000_000;

    private Await() {}

    /** What comes of a future. */
    static <T> T result(CompletableFuture<T> future, String awaited) {
        return result(future, awaited, PATIENCE_SECONDS);
    }

    /** What comes of a future that may take longer. */
    static <T> T result(CompletableFuture<T> future, String awaited, int seconds) {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain for " + awaited, e);
        } catch (ExecutionException e) {
            throw new AssertionError(awaited + " failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + awaited, e);
        }
    }

    /** With what a future fails. */
    static Throwable failure(CompletableFuture<?> future, String awaited) {
        try {
            throw new AssertionError(awaited + " did not fail: " + future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain for the failure of " + awaited, e);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + awaited, e);
        }
    }

    /** Returns when something that tells nobody has become true. */
    static void until(BooleanSupplier condition, String awaited) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain for " + awaited);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
