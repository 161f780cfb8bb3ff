package io.bellbird.store.rocksdb;

/**
 * What is wrong with the store.
 *
 * <p>Concurrent: three independent flags; each is written by one thread, but the last, which is only ever set.
 */
final class StoreHealth {
    private volatile boolean failed;
    private volatile boolean spaceLow;
    private volatile boolean damaged;

    /** By the committer. */
    void failed(boolean on) {
        failed = on;
    }

    /** By the timer. */
    void spaceLow(boolean on) {
        spaceLow = on;
    }

    boolean isSpaceLow() {
        return spaceLow;
    }

    /** By whoever comes upon it. */
    void damaged() {
        damaged = true;
    }

    boolean isAccepting() {
        return status() == StoreStatus.WORKING;
    }

    StoreStatus status() {
        if (damaged) {
            return StoreStatus.DAMAGED;
        }
        if (failed) {
            return StoreStatus.FAILED;
        }
        return spaceLow ? StoreStatus.LOW_SPACE : StoreStatus.WORKING;
    }
}
