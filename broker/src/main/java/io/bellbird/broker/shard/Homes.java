package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;

/** Which shard is whose home. The same for as long as the broker runs. */
public interface Homes {
    /**
     * The home of a session.
     *
     * @return the index of a shard
     */
    @AnyThread
    int ofClient(String clientId);

    /**
     * The home of a shared group.
     *
     * @param filter {@code $share/NAME/FILTER}
     * @return the index of a shard
     */
    @AnyThread
    default int ofGroup(String filter) {
        return ofClient(filter);
    }

    /**
     * Homes that follow from a hash.
     *
     * @param seed new in each process, so that nobody can choose client ids that all live on one shard
     */
    static Homes hashed(int shards, int seed) {
        return clientId -> {
            int hash = seed;
            for (int i = 0; i < clientId.length(); i++) {
                hash = (hash ^ clientId.charAt(i)) * 0x01000193;
            }
            hash ^= hash >>> 15;
            return Math.floorMod(hash * 0x85EBCA6B, shards);
        };
    }
}
