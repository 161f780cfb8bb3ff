package io.bellbird.app.bench;

/**
 * The time that is measured, on the clock of this process. Immutable.
 *
 * @param fromNanos the first moment that counts
 * @param untilNanos the first that does not count any more
 */
record Window(long fromNanos, long untilNanos) {
    /** Without an end. */
    static Window from(long nanos) {
        return new Window(nanos, nanos + (Long.MAX_VALUE >> 1));
    }

    boolean contains(long nanos) {
        return nanos - fromNanos >= 0 && nanos - untilNanos < 0;
    }
}
