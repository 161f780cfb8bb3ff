package io.bellbird.app.bench;

import java.util.concurrent.TimeUnit;

/**
 * When each of many things is due: at a steady rate, to which it may rise first. Immutable.
 *
 * @param rate a second, above 0
 * @param rampSeconds in which the rate rises from 0 to that
 */
record Pace(double rate, double rampSeconds) {
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * When one of them is due.
     *
     * @param index from 0 on
     * @return nanoseconds since the beginning
     */
    long dueNanos(long index) {
        double inRamp = rate * rampSeconds / 2;
        double seconds = index < inRamp ? Math.sqrt(2 * index * rampSeconds / rate) : rampSeconds / 2 + index / rate;
        return (long) (seconds * NANOS_A_SECOND);
    }
}
