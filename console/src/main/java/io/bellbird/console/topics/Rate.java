package io.bellbird.console.topics;

import java.util.concurrent.TimeUnit;

/** How many there are a second, of late: what is longer ago counts exponentially less. Belongs to one thread. */
final class Rate {
    /** What is so long ago counts 1/e. */
    private static final double MEMORY_SECONDS = 5;

    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** In the beginning nothing is long ago, and what there is counts more, but not all of it at once. */
    private static final double OBSERVED_SECONDS_MIN = 1;

    private final long beganNanos;
    private double perSecond;
    private long nanos;

    /** @param beganNanos since when they are counted, monotonic */
    Rate(long beganNanos) {
        this.beganNanos = beganNanos;
        this.nanos = beganNanos;
    }

    /** There were some more until now. */
    void add(long count, long nowNanos) {
        perSecond = decayed(nowNanos) + count / MEMORY_SECONDS;
        nanos = nowNanos;
    }

    private double decayed(long nowNanos) {
        return perSecond * Math.exp(-Math.max(0, nowNanos - nanos) / NANOS_A_SECOND / MEMORY_SECONDS);
    }

    /** A second. */
    double perSecond(long nowNanos) {
        if (perSecond == 0) {
            return 0;
        }
        double observed = Math.max(OBSERVED_SECONDS_MIN, (nowNanos - beganNanos) / NANOS_A_SECOND);
        return decayed(nowNanos) / (1 - Math.exp(-observed / MEMORY_SECONDS));
    }
}
