package io.bellbird.e2e.soak;

import java.util.Locale;

/**
 * What a broker holds at one moment.
 *
 * @param connections that were made so far, which is what leaks are counted by
 * @param heapBytes that are in use after a collection
 * @param residentBytes of the process in memory; the heap counts whole, so that what changes is native memory
 * @param handles open files and sockets
 * @param storeBytes in the data folder
 */
record Figures(long connections, long heapBytes, long residentBytes, long handles, long threads, long storeBytes) {
    private static final double MEGABYTE = 1_000_000;

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d connections, heap %.2f MB, resident %.1f MB, %d handles, %d threads, store %.2f MB",
                connections,
                heapBytes / MEGABYTE,
                residentBytes / MEGABYTE,
                handles,
                threads,
                storeBytes / MEGABYTE);
    }
}
