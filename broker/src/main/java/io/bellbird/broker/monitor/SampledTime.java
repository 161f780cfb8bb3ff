package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;

/**
 * Takes the time of one event in many: of one at a time, and of one in {@value #EVENTS} at most, so that the clock is
 * not asked for the others, and nothing is allocated for any.
 */
@ShardConfined
public final class SampledTime {
    private static final int EVENTS = 128;

    private final Counters counters;
    private final Distribution distribution;
    private int untilNext = 1;
    private boolean running;
    private boolean endsWithTurn;
    private long beganNanos;

    /** @param distribution of nanoseconds, in which the times are recorded */
    public SampledTime(Counters counters, Distribution distribution) {
        this.counters = counters;
        this.distribution = distribution;
    }

    /** Counts an event that begins, and says whether its time is to be taken, with {@link #begin}. */
    public boolean takesNext() {
        return --untilNext <= 0 && !running;
    }

    /**
     * The time of the event begins.
     *
     * @param nowNanos monotonic
     */
    public void begin(long nowNanos) {
        untilNext = EVENTS;
        running = true;
        beganNanos = nowNanos;
    }

    /** The event has its end in this turn. */
    public void endWithTurn() {
        endsWithTurn = running;
    }

    /** Whether {@link #end} is to be called when the turn ends. */
    public boolean endsWithTurn() {
        return endsWithTurn;
    }

    /**
     * The event has ended; its time is recorded.
     *
     * @param nowNanos monotonic
     */
    public void end(long nowNanos) {
        counters.record(distribution, Math.max(0, nowNanos - beganNanos));
        cancel();
    }

    /** The event will have no end. */
    public void cancel() {
        running = false;
        endsWithTurn = false;
    }
}
