package io.bellbird.broker.monitor;

/**
 * What is recorded by size, in a histogram: for each a bucket for the values up to its smallest power of two, one for
 * those up to each further power, and one for those that are larger than the last.
 */
public enum Distribution {
    /**
     * Nanoseconds from the moment that a PUBLISH was let in to the end of the turn in which it was routed (QoS 0) or
     * its acknowledgement was written. A sample. 8 µs to 8.6 s.
     */
    PUBLISH_NANOS(0, 13, 33),
    /**
     * Nanoseconds from when a turn's changes were handed to the store until the shard heard that they are committed. A
     * sample. 8 µs to 8.6 s.
     */
    COMMIT_NANOS(1, 13, 33),
    /** Messages in a queue when another was added, that one included. 1 to a million. */
    QUEUE_DEPTH(2, 0, 20);

    private final int index;
    private final int firstPower;
    private final int lastPower;

    Distribution(int index, int firstPower, int lastPower) {
        this.index = index;
        this.firstPower = firstPower;
        this.lastPower = lastPower;
    }

    int index() {
        return index;
    }

    /** How many buckets have a bound. */
    int bounds() {
        return lastPower - firstPower + 1;
    }

    /** The largest value that a bucket takes. */
    long bound(int bucket) {
        return 1L << (firstPower + bucket);
    }

    /** The buckets with a bound, the one without, and at the end the sum of the values. */
    int cells() {
        return bounds() + 2;
    }

    /** @param value at least 0 */
    int bucketOf(long value) {
        int power = value <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(value - 1);
        return Math.max(0, Math.min(power - firstPower, bounds()));
    }
}
