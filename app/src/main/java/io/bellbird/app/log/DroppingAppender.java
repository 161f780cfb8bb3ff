package io.bellbird.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes log lines on a thread of its own. Whoever logs only puts the event into a bounded queue; when that is full,
 * because the disk or the reader of a pipe is slow, the event is dropped and counted, and the count is written as soon
 * as there is room.
 */
final class DroppingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final long POLL_MILLIS = 200;

    private final BlockingQueue<ILoggingEvent> queue;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = new Thread(this::writeUntilStopped, "log");
    private volatile List<LogOutput> outputs;
    /** What is to be done when the outputs of before are not written to any more. */
    private final Queue<Runnable> endings = new ConcurrentLinkedQueue<>();

    /** Guarded by this. */
    private long written;

    /**
     * Takes the places to write to.
     *
     * @param eventsMax events that wait at most
     */
    DroppingAppender(List<LogOutput> outputs, int eventsMax) {
        this.outputs = List.copyOf(outputs);
        this.queue = new ArrayBlockingQueue<>(eventsMax);
        writer.setDaemon(true);
    }

    /**
     * Writes to these places from now on.
     *
     * @param ending run by the thread that writes, soon, when it will not write to the places of before again
     */
    void writeTo(List<LogOutput> others, Runnable ending) {
        outputs = List.copyOf(others);
        endings.add(ending); // after the others, so that whoever takes it out writes to them
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    /**
     * Waits until what was logged before is written.
     *
     * @param timeoutMillis the longest wait, in milliseconds
     */
    synchronized void flush(long timeoutMillis) {
        long target = accepted.get();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long leftMillis = timeoutMillis;
        try {
            while (written < target && leftMillis > 0) {
                wait(leftMillis);
                leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (queue.offer(event)) {
            accepted.incrementAndGet();
        } else {
            dropped.incrementAndGet();
        }
    }

    private void writeUntilStopped() {
        List<ILoggingEvent> events = new ArrayList<>();
        try {
            while (isStarted() || !queue.isEmpty()) {
                runEndings();
                ILoggingEvent first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    events.add(first);
                    queue.drainTo(events);
                    write(events);
                    events.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runEndings();
    }

    private void runEndings() {
        for (Runnable ending = endings.poll(); ending != null; ending = endings.poll()) {
            ending.run();
        }
    }

    private void write(List<ILoggingEvent> events) {
        List<LogLine> lines = events.stream().map(LogLine::of).toList();
        long lost = dropped.getAndSet(0);
        long timeMillis = events.get(0).getTimeStamp();
        outputs.forEach(output -> output.write(lines, lost, timeMillis));
        synchronized (this) {
            written += events.size();
            notifyAll();
        }
    }
}
