package io.bellbird.broker.monitor;

import io.bellbird.broker.ShardConfined;
import java.util.Arrays;

/** How often values of each size came, in buckets whose bounds are powers of two. Recording allocates nothing. */
@ShardConfined
final class Histogram {
    private final Distribution distribution;
    /** As {@link Distribution#cells} says. */
    private final long[] cells;

    Histogram(Distribution distribution) {
        this.distribution = distribution;
        this.cells = new long[distribution.cells()];
    }

    /** @param value at least 0 */
    void record(long value) {
        cells[distribution.bucketOf(value)]++;
        cells[cells.length - 1] += value;
    }

    long[] copy() {
        return Arrays.copyOf(cells, cells.length);
    }
}
