package io.bellbird.e2e.crash;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Where a round stands: what its clients look at, and what they tell it. Used by all threads of the round; the thread
 * of the test alone moves it on.
 */
final class Course {
    /** What the clients do. */
    enum Phase {
        /** Subscribers make their sessions, or find them again, and leave. */
        ENROL,
        /** Publishers send as much as they can. */
        LOAD,
        /** Publishers finish what they began; everybody receives. */
        FINISH,
        /** Everybody says good-bye. */
        END
    }

    private static final long RESTART_SECONDS_MAX = 60;
    private static final long QUIET_NANOS_MAX = TimeUnit.SECONDS.toNanos(4);
    private static final long DELIVERY_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final int port;
    private final Ledger ledger;
    private final Map<Receiver, Set<Message>> received = new ConcurrentHashMap<>();
    private volatile Phase phase = Phase.ENROL;
    private volatile long progressNanos = System.nanoTime();
    /** Even while the broker runs, odd from just before a crash until after the restart; guarded by this. */
    private int life;
    /** Guarded by this. */
    private boolean abandoned;

    Course(int port, Ledger ledger) {
        this.port = port;
        this.ledger = ledger;
    }

    int port() {
        return port;
    }

    Ledger ledger() {
        return ledger;
    }

    Phase phase() {
        return phase;
    }

    void enter(Phase next) {
        phase = next;
    }

    /** Whether who only receives has to stay. */
    boolean isGoingOn() {
        return phase == Phase.LOAD || phase == Phase.FINISH;
    }

    /** The broker is about to be ended. */
    synchronized void crashing() {
        ledger.note(Entry.Kind.CRASHED, "", "", 0);
        life++;
    }

    /** Clients may connect again. */
    synchronized void restarted() {
        ledger.note(Entry.Kind.RESTARTED, "", "", 0);
        life++;
        notifyAll();
    }

    /** The broker does not come back: whoever waits for it is done. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Changes with each crash and each restart. */
    synchronized int life() {
        return life;
    }

    /**
     * Waits until the broker runs, or never will.
     *
     * @return its life
     * @throws IllegalStateException when it does not run in time
     */
    synchronized int awaitRunning() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RESTART_SECONDS_MAX);
        try {
            while (life % 2 == 1 && !abandoned) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the broker did not come back");
                }
                TimeUnit.SECONDS.timedWait(this, 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was away", e);
        }
        return life;
    }

    void received(Receiver receiver, String client, Message message) {
        ledger.note(Entry.Kind.RECEIVED, client, message);
        receivedBy(receiver).add(message);
        progressNanos = System.nanoTime();
    }

    /** What a receiver has, without repetitions; grows while it is looked at. */
    Set<Message> receivedBy(Receiver receiver) {
        return received.computeIfAbsent(receiver, unused -> ConcurrentHashMap.newKeySet());
    }

    /**
     * Waits until everybody has everything that is due, or nothing came for so long that the rest is lost.
     *
     * @param entries what was noted so far, asked again and again
     */
    void awaitDelivery(List<Receiver> receivers, Supplier<List<Entry>> entries) {
        progressNanos = System.nanoTime();
        while (!isDelivered(receivers, entries.get()) && System.nanoTime() - progressNanos < QUIET_NANOS_MAX) {
            LockSupport.parkNanos(DELIVERY_POLL_NANOS);
        }
    }

    private boolean isDelivered(List<Receiver> receivers, List<Entry> entries) {
        return receivers.stream()
                .allMatch(receiver -> receivedBy(receiver).containsAll(DueMessages.of(receiver, entries)));
    }

    /** Notes what the broker must not do. */
    void wrong(String client, String what) {
        ledger.note(Entry.Kind.WRONG, client, what.replaceAll("\\s+", " "), 0);
    }
}
