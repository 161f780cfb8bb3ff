package io.bellbird.store.rocksdb;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The two clocks. Inside a process time is monotonic. What an earlier process wrote has aged by {@code max(0, wall
 * clock at the start of this one - wall clock of writing)}: a machine that starts without a clock does not make
 * anything younger, and a clock that is set later does not make anything expire.
 */
final class StoreTime {
    private final InstantSource wallClock;
    private final LongSupplier nanos;
    private final long startMillis;
    private final long startNanos;

    /** @param nanos monotonic, the clock of the shards */
    StoreTime(InstantSource wallClock, LongSupplier nanos) {
        this.wallClock = wallClock;
        this.nanos = nanos;
        this.startMillis = wallClock.millis();
        this.startNanos = nanos.getAsLong();
    }

    /** Monotonic. */
    long nowNanos() {
        return nanos.getAsLong();
    }

    /** Milliseconds since 1970, as far as the machine can tell. */
    long wallMillis() {
        return wallClock.millis();
    }

    /** How long before this process started something was written by an earlier one. */
    long elapsedNanos(long writtenMillis) {
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, startMillis - writtenMillis));
    }

    /**
     * The monotonic time of arrival of what an earlier process wrote, which may lie before the origin of the clock.
     *
     * @param waitedNanos between its arrival and its writing
     * @param writtenMillis wall clock of its writing
     */
    long arrivedNanos(long waitedNanos, long writtenMillis) {
        return startNanos - waitedNanos - elapsedNanos(writtenMillis);
    }
}
