package io.bellbird.e2e.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One thing that a program did to the folder, as {@code e2e/shim/shim.h} describes it.
 *
 * @param nanos when it was done, on the clock of System.nanoTime
 * @param handle of an open file
 * @param offset in the file
 * @param size of the file, a number of bytes, or what the operation says
 * @param first a path, or the bytes that were written
 * @param second another path, or nothing
 */
record DiskEvent(
        Operation operation, long nanos, long handle, long offset, long size, ByteBuffer first, ByteBuffer second) {
    /** In the order of their numbers in the record, from 1 on. */
    enum Operation {
        STARTED,
        OPENED,
        WRITTEN,
        RESIZED,
        ALLOCATED,
        SYNCED,
        RENAMED,
        UNLINKED,
        LINKED,
        MADE_FOLDER,
        REMOVED_FOLDER,
        CLOSED
    }

    private static final int CREATES = 1;
    private static final int EMPTIES = 2;

    /** @param operation its number in the record */
    DiskEvent(int operation, long nanos, long handle, long offset, long size, ByteBuffer first, ByteBuffer second) {
        this(Operation.values()[operation - 1], nanos, handle, offset, size, first, second);
    }

    String path() {
        return text(first);
    }

    String secondPath() {
        return text(second);
    }

    /** Of an open: whether it makes a file that is not there. */
    boolean creates() {
        return (size & CREATES) != 0;
    }

    /** Of an open: whether it removes what is in the file. */
    boolean empties() {
        return (size & EMPTIES) != 0;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
}
