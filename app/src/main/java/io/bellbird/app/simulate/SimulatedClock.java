package io.bellbird.app.simulate;

import java.time.Duration;
import java.time.Instant;

/**
 * Time that runs faster or slower.
 *
 * @param start the simulated time at which it begins
 * @param beganNanos the true time then
 * @param speed simulated seconds in a true one, above 0
 */
record SimulatedClock(Instant start, long beganNanos, double speed) {
    /**
     * How long it is until a simulated time.
     *
     * @return true nanoseconds, 0 when it is over
     */
    long nanosUntil(Instant time, long nowNanos) {
        long due = (long) (Duration.between(start, time).toNanos() / speed);
        return Math.max(0, due - (nowNanos - beganNanos));
    }

    /** The simulated time at a true one. */
    Instant at(long nowNanos) {
        return start.plusNanos((long) ((nowNanos - beganNanos) * speed));
    }
}
