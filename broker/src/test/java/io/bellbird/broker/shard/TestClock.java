package io.bellbird.broker.shard;

import java.util.concurrent.TimeUnit;

/** Time that stands still until a test moves it. Begins below zero, as a monotonic clock may. */
public final class TestClock implements ShardClock {
    private long nanos = -TimeUnit.SECONDS.toNanos(5);

    @Override
    public long nanos() {
        return nanos;
    }

    /** Moves on to a time that is not in the past. */
    void moveTo(long laterNanos) {
        if (laterNanos < nanos) {
            throw new IllegalArgumentException("time does not go back");
        }
        nanos = laterNanos;
    }
}
