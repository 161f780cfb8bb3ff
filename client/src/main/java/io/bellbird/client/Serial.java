package io.bellbird.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks of an executor one after the other, in the order in which they were handed in. Any thread. */
final class Serial implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Serial.class);

    private final Executor executor;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Thread runner;

    Serial(Executor executor) {
        this.executor = executor;
    }

    /** Hands a task in; what it throws is logged. */
    void execute(Runnable task) {
        tasks.add(task);
        if (count.getAndIncrement() == 0) {
            try {
                executor.execute(this);
            } catch (RejectedExecutionException closed) {
                log.warn(
                        "the executor of callbacks takes nothing any more, what was to be called is not called",
                        closed);
            }
        }
    }

    /** Whether the calling thread runs a task just now. */
    boolean isCurrent() {
        return runner == Thread.currentThread();
    }

    @Override
    public void run() {
        int taken;
        do {
            runner = Thread.currentThread();
            taken = 0;
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                taken++;
                run(task);
            }
            runner = null; // before another thread can become it
        } while (count.addAndGet(-taken) != 0);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            log.error("a callback failed", failure);
        }
    }
}
