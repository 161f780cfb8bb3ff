package io.bellbird.console.http;

import io.bellbird.broker.AnyThread;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a console for what lasts or comes again: topics that are watched, the live graph, the figures of each
 * second. It also looks through much, some at a time, in place of the admin thread, and never waits: for disks there is
 * {@link Background}. What belongs to it needs no locks.
 */
public final class ConsoleThread implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsoleThread.class);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "bellbird-console");
        thread.setDaemon(true);
        return thread;
    });

    /** One that starts with the first thing to do. */
    public ConsoleThread() {
        executor.setRemoveOnCancelPolicy(true);
    }

    /** Runs something there, soon; not once the console has ended. */
    @Override
    @AnyThread
    public void execute(Runnable action) {
        later(0, action);
    }

    /** Runs something there for one who asks, and tells him when it fails. */
    @AnyThread
    public void execute(Call call, Runnable action) {
        execute(() -> {
            try {
                action.run();
            } catch (RuntimeException | AssertionError failure) {
                call.fail(failure);
            }
        });
    }

    /**
     * Runs something there after a while.
     *
     * @param nanos at once when it is not above 0
     */
    @AnyThread
    public void later(long nanos, Runnable action) {
        try {
            executor.schedule(() -> run(action), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopped) {
            log.debug("the console has ended", stopped);
        }
    }

    /** Runs something there again and again, for the first time after that while, until it is cancelled. */
    public ScheduledFuture<?> every(long millis, Runnable action) {
        return executor.scheduleWithFixedDelay(() -> run(action), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | AssertionError bug) {
            log.error("an action failed, this is a defect of the console", bug);
        }
    }

    /** Nothing more is done. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
