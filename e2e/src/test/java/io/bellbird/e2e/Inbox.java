package io.bellbird.e2e;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a client's callback hands to the test, in order. The thread of the test takes. */
public final class Inbox<T> {
    private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>();

    /** Any thread. */
    public void add(T item) {
        waiting.add(item);
    }

    /** Whether everything that has come so far was taken. */
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Takes the next item, waiting for it.
     *
     * @param awaited what the failure calls it
     * @throws AssertionError when it does not come in time
     */
    public T next(String awaited) {
        try {
            T item = waiting.poll(ChildProcesses.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (item == null) {
                throw new AssertionError("waited in vain for " + awaited);
            }
            return item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + awaited, e);
        }
    }
}
