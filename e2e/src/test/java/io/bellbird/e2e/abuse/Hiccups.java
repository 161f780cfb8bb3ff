package io.bellbird.e2e.abuse;

import java.util.concurrent.locks.LockSupport;

/** How late a thread of this machine comes that wants to run at a certain time, whatever the broker does. */
final class Hiccups implements Runnable {
    private static final long EVERY_NANOS = 2_000_000;

    private final Latencies latencies;
    private final Thread thread = new Thread(this, "hiccups");
    private volatile boolean done;

    private Hiccups(long windowNanos) {
        latencies = new Latencies(windowNanos);
        thread.setDaemon(true);
    }

    static Hiccups begin(long windowNanos) {
        Hiccups hiccups = new Hiccups(windowNanos);
        hiccups.thread.start();
        return hiccups;
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        while (!done) {
            long due = System.nanoTime() + EVERY_NANOS;
            LockSupport.parkNanos(EVERY_NANOS);
            latencies.add(due - begun, Math.max(0, System.nanoTime() - due));
        }
    }

    /** Ends the measurement. */
    Latencies latencies() throws InterruptedException {
        done = true;
        thread.join();
        return latencies;
    }
}
