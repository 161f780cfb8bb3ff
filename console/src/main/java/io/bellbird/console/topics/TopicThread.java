package io.bellbird.console.topics;

import io.bellbird.broker.AnyThread;
import io.bellbird.console.http.Call;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that has what is watched, and that looks through much at once in place of the admin thread. It is there
 * from the first use until nothing was to be done for a while.
 */
final class TopicThread implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TopicThread.class);

    private static final int IDLE_SECONDS = 60;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "bellbird-console-topics");
        thread.setDaemon(true);
        return thread;
    });

    TopicThread() {
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
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
    void execute(Call call, Runnable action) {
        execute(() -> {
            try {
                action.run();
            } catch (RuntimeException | AssertionError failure) {
                call.fail(failure);
            }
        });
    }

    /** Runs something there after a while. */
    @AnyThread
    void later(long millis, Runnable action) {
        try {
            executor.schedule(() -> run(action), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            log.debug("the console has ended", stopped);
        }
    }

    /** Runs something there again and again, until it is cancelled. */
    ScheduledFuture<?> every(long millis, Runnable action) {
        return executor.scheduleWithFixedDelay(() -> run(action), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | AssertionError bug) {
            log.error("an action failed, this is a defect of the console", bug);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
