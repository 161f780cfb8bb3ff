package io.bellbird.broker.security;

import io.bellbird.codec.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hashes passwords on threads of its own, one or two, and runs what has to wait there as well. Any thread.
 *
 * <p>The same check that is asked for again while it waits or runs is made once. What waits to be hashed is bounded; what
 * waits for its time is bounded by the connections that it belongs to.
 */
final class PasswordChecks implements LoginThrottle.Alarm, AutoCloseable {
    /** Checks that may wait or run; 50 users that return after a restart are no more than this, and their clients few. */
    static final int CHECKS_MAX = 256;

    private static final int THREADS_MAX = 2;
    private static final long IDLE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(PasswordChecks.class);

    private final ScheduledThreadPoolExecutor threads;
    private final ConcurrentMap<Bytes, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger threadNumber = new AtomicInteger();

    PasswordChecks() {
        int processors = Runtime.getRuntime().availableProcessors();
        threads = new ScheduledThreadPoolExecutor(Math.min(THREADS_MAX, Math.max(1, processors / 2)), this::thread);
        threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bellbird-hash-" + threadNumber.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Makes a check, unless the same one is under way.
     *
     * @param key of the check; the same for the same hash and password
     * @return its result, on one of the threads; it fails when the check does. Empty when too many wait
     */
    Optional<CompletableFuture<Boolean>> start(Bytes key, BooleanSupplier check) {
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> result = running.computeIfAbsent(key, absent -> takeRoom() ? own : null);
        if (result != own) {
            return Optional.ofNullable(result);
        }
        try {
            threads.execute(() -> run(key, check, result));
            return Optional.of(result);
        } catch (RejectedExecutionException closed) {
            end(key);
            return Optional.empty();
        }
    }

    /** Takes the room for one more; false when there is none. */
    private boolean takeRoom() {
        if (count.incrementAndGet() <= CHECKS_MAX) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    private void run(Bytes key, BooleanSupplier check, CompletableFuture<Boolean> result) {
        try {
            boolean matches = check.getAsBoolean();
            end(key);
            result.complete(matches);
        } catch (RuntimeException | AssertionError bug) {
            end(key);
            LOG.error("a password could not be checked, this is a defect of the broker", bug);
            result.completeExceptionally(bug);
        } catch (Error fatal) {
            end(key);
            result.completeExceptionally(fatal);
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, fatal);
        }
    }

    private void end(Bytes key) {
        running.remove(key);
        count.decrementAndGet();
    }

    @Override
    public void after(long nanos, Runnable action) {
        try {
            threads.schedule(action, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("nobody waits for this any more", closed);
        }
    }

    /** Ends the threads once they have finished what they are at; what waits is not done any more. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
