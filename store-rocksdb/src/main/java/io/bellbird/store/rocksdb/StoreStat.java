package io.bellbird.store.rocksdb;

/**
 * What a store has.
 *
 * @param format version of the format
 * @param generation how often the store was opened
 * @param queuedMessages in the queues of all sessions and groups
 * @param queuedBytes what those count in memory
 * @param pendingWills of sessions that have no connection
 * @param diskBytes what its files take
 */
public record StoreStat(
        int format,
        int generation,
        long sessions,
        long subscriptions,
        long groups,
        long queuedMessages,
        long queuedBytes,
        long retained,
        long pendingWills,
        long diskBytes) {}
