package io.bellbird.broker.store;

/**
 * How a store is doing. What a store does not have is 0.
 *
 * @param status one word: {@code open}, or what is wrong
 * @param pendingBytes handed in and not yet written
 * @param commits how often it wrote since it was opened; one commit takes many batches
 * @param commitMicros how long all of those took together, in microseconds
 * @param diskBytes what it takes on the disk
 * @param freeBytes what is free there
 */
public record StoreFigures(
        String status, long pendingBytes, long commits, long commitMicros, long diskBytes, long freeBytes) {

    /** Of a store that is open, and only in memory. */
    public static final StoreFigures IN_MEMORY = new StoreFigures("open", 0, 0, 0, 0, 0);
}
