package io.bellbird.store.rocksdb;

import java.util.Locale;

/** How a store is doing. */
enum StoreStatus {
    /** It writes. */
    WORKING,
    /** It writes, but the disk has so little space left that nothing new should begin. */
    LOW_SPACE,
    /** It cannot write, and tries again about every second. */
    FAILED,
    /** It has come upon something that cannot be read or written: people have to help. */
    DAMAGED;

    /** As figures tell it. */
    String word() {
        return this == WORKING ? "open" : name().toLowerCase(Locale.ROOT);
    }
}
