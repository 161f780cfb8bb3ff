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
        int counted = count.get();
        do {
            runner = Thread.currentThread();
            for (int i = 0; i < counted; i++) { // no more than that, or another thread could begin beside this one
                run(tasks.remove());
            }
            runner = null; // before another thread can become it
            counted = count.addAndGet(-counted);
        } while (counted != 0);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            log.error("a callback failed", failure);
        }
    }
}
