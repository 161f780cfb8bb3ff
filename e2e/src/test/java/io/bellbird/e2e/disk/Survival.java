package io.bellbird.e2e.disk;

import java.util.Random;

/** How much of what was not synced a power loss leaves. */
enum Survival {
    /** Nothing: the cache was never written. */
    NOTHING,
    /** Of each file, and of the names, a random part from the beginning. */
    RANDOM,
    /** Everything: the cache was written just in time. */
    EVERYTHING;

    /** How many of the first of {@code count} changes are left: 0..count. */
    int some(int count, Random random) {
        return switch (this) {
            case NOTHING -> 0;
            case RANDOM -> random.nextInt(count + 1);
            case EVERYTHING -> count;
        };
    }

    /** Whether a write may be torn. */
    boolean leavesTraces() {
        return this == RANDOM;
    }
}
