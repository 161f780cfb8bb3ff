package io.bellbird.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads for tests; what runs on them has to end in time. */
final class Racing implements AutoCloseable {
    final ExecutorService threads = Executors.newCachedThreadPool();

    /** Runs all at the same time, and waits for them. */
    void run(Runnable... tasks) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Runnable task : tasks) {
            running.add(CompletableFuture.runAsync(task, threads));
        }
        running.forEach(ScriptedBroker::await);
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(ScriptedBroker.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("something still runs");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
