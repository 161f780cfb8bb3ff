package io.bellbird.console.topics;

import io.bellbird.broker.AnyThread;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Says at which time of day something happened whose monotonic time is known, always the same for the same moment unless
 * the clock was set meanwhile. Concurrent: one number, which whoever writes it has read from the clock.
 */
final class WallTime {
    /** By less the two clocks only drift apart. */
    private static final long SET_MILLIS_MIN = 1_000;

    private final InstantSource wall;
    private final LongSupplier nanos;
    private volatile long offsetMillis;

    WallTime(InstantSource wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.offsetMillis = offsetNow();
    }

    private long offsetNow() {
        return wall.millis() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    /** In milliseconds since 1970. */
    @AnyThread
    long millis(long thenNanos) {
        long now = offsetNow();
        if (Math.abs(now - offsetMillis) > SET_MILLIS_MIN) {
            offsetMillis = now;
        }
        return offsetMillis + TimeUnit.NANOSECONDS.toMillis(thenNanos);
    }

    /** Monotonic, as messages have it. */
    @AnyThread
    long nowNanos() {
        return nanos.getAsLong();
    }
}
