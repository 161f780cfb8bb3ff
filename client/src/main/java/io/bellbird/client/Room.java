package io.bellbird.client;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How much of the queue is taken. Any thread. */
final class Room {
    private final String clientId;
    private final QueueOptions limits;
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;

    /** @param clientId for texts */
    Room(String clientId, QueueOptions limits) {
        this.clientId = clientId;
        this.limits = limits;
    }

    /**
     * Takes room for a message; an empty queue has room for any.
     *
     * @return false when there is none; nothing was taken then
     */
    boolean tryTake(long messageBytes) {
        boolean taken = attempt(messageBytes);
        if (!taken && waiting.get() > 0) {
            signal(); // somebody may have seen what was taken for a moment
        }
        return taken;
    }

    private boolean attempt(long messageBytes) {
        int count = messages.incrementAndGet();
        long sum = bytes.addAndGet(messageBytes);
        if ((count > limits.messagesMax() || sum > limits.bytesMax()) && count > 1) {
            messages.decrementAndGet();
            bytes.addAndGet(-messageBytes);
            return false;
        }
        return true;
    }

    /** Takes room that there may not be. */
    void take(long messageBytes) {
        messages.incrementAndGet();
        bytes.addAndGet(messageBytes);
    }

    /** Whether more was taken than there is. */
    boolean isOverfull() {
        int count = messages.get();
        return (count > limits.messagesMax() || bytes.get() > limits.bytesMax()) && count > 1;
    }

    /**
     * Takes room, waiting for it.
     *
     * @throws ClientClosedException when the client is closed meanwhile, or the thread is interrupted
     */
    void awaitAndTake(long messageBytes) {
        if (tryTake(messageBytes)) {
            return;
        }
        waiting.incrementAndGet();
        lock.lock();
        try {
            while (!closed && !attempt(messageBytes)) {
                freed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientClosedException(
                    "client " + clientId + ": the thread was interrupted while it waited for room in the queue");
        } finally {
            lock.unlock();
            waiting.decrementAndGet();
        }
        if (closed) {
            throw new ClientClosedException(
                    "client " + clientId + " was closed while a message waited for room in its queue");
        }
    }

    /** A message has left. */
    void giveBack(long messageBytes) {
        messages.decrementAndGet();
        bytes.addAndGet(-messageBytes);
        if (waiting.get() > 0) {
            signal();
        }
    }

    /** Nobody waits any more. */
    void close() {
        closed = true;
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
