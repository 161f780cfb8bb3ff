package io.bellbird.store.rocksdb;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks what the store takes on the disk and whether there is space enough, about once a second, on the timer's thread.
 */
final class FreeSpace implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(FreeSpace.class);

    private final LongSupplier diskBytes;
    private final LongSupplier freeBytes;
    private final StoreHealth health;
    private final ReserveFile reserve;
    private volatile long freeBytesMin;
    private volatile Space space = new Space(0, 0);

    /**
     * What was found.
     *
     * @param diskBytes what the store takes
     * @param freeBytes what is free
     */
    record Space(long diskBytes, long freeBytes) {}

    /**
     * @param diskBytes tells what the store takes on the disk
     * @param freeBytes tells what is free on the disk
     * @param freeBytesMin with less than this nothing new is accepted
     */
    FreeSpace(
            LongSupplier diskBytes,
            LongSupplier freeBytes,
            long freeBytesMin,
            StoreHealth health,
            ReserveFile reserve) {
        this.diskBytes = diskBytes;
        this.freeBytes = freeBytes;
        this.freeBytesMin = freeBytesMin;
        this.health = health;
        this.reserve = reserve;
    }

    /** What was found the last time. By any thread. */
    Space space() {
        return space;
    }

    @Override
    public void run() {
        look();
        if (space.freeBytes > enough() + 2 * ReserveFile.BYTES) {
            reserve.take();
        }
    }

    /** Another minimum holds from the next look on. By any thread. */
    void require(long otherFreeBytesMin) {
        freeBytesMin = otherFreeBytesMin;
    }

    private long enough() {
        return freeBytesMin + freeBytesMin / 4;
    }

    /** Looks at the disk, but does not change it. */
    void look() {
        long free = freeBytes.getAsLong();
        space = new Space(diskBytes.getAsLong(), free);
        if (free < freeBytesMin && !health.isSpaceLow()) {
            health.spaceLow(true);
            log.warn(
                    "the disk of the store is nearly full, nothing new is accepted freeBytes={} store_free_bytes_min={}",
                    free,
                    freeBytesMin);
        } else if (free > enough() && health.isSpaceLow()) {
            health.spaceLow(false);
            log.info("the disk of the store has space again freeBytes={}", free);
        }
    }
}
