package io.bellbird.store.rocksdb;

import java.util.List;

/** Changes that are written together. */
final class Group {
    private final long number;
    private final byte[] bytes;
    private final List<Runnable> whenWritten;
    private final List<Runnable> whenSynced;

    /**
     * A group that is not written yet.
     *
     * @param number grows by 1, and is part of what is written, so that the database tells which group was its last
     * @param bytes as RocksDB takes them; empty when there is nothing to write, and the group is only waited for
     * @param whenWritten to be called when the operating system has them
     * @param whenSynced to be called when the disk has them
     */
    Group(long number, byte[] bytes, List<Runnable> whenWritten, List<Runnable> whenSynced) {
        this.number = number;
        this.bytes = bytes;
        this.whenWritten = whenWritten;
        this.whenSynced = whenSynced;
    }

    long number() {
        return number;
    }

    /** To be read only. */
    byte[] bytes() {
        return bytes;
    }

    boolean hasChanges() {
        return bytes.length > 0;
    }

    List<Runnable> whenWritten() {
        return whenWritten;
    }

    List<Runnable> whenSynced() {
        return whenSynced;
    }
}
