package io.bellbird.client;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before connecting again: a random part, at least half, of a time that doubles with each failure, so
 * that clients which lost the same broker do not return in one moment.
 *
 * @param first after the first failure; 1 ms or more
 * @param longest not below {@code first}
 */
public record Backoff(Duration first, Duration longest) {
    /** From half a second to half a minute. */
    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private static final int DOUBLINGS_MAX = 30;

    public Backoff {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff from " + first + " to " + longest);
        }
    }

    /**
     * The wait before the next attempt.
     *
     * @param failures since the last success, 1 or more
     * @param random 0 up to, but without, 1
     */
    Duration delay(int failures, DoubleSupplier random) {
        double grown = Math.scalb((double) first.toMillis(), Math.min(failures - 1, DOUBLINGS_MAX));
        double bound = Math.min(grown, (double) longest.toMillis());
        return Duration.ofMillis(Math.max(1, (long) (bound * (1 + random.getAsDouble()) / 2)));
    }
}
