package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.netty.channel.EventLoop;
import java.util.List;

/** The loops of a broker's shards, and which of them is the home of a client id. Immutable; any thread. */
final class ShardLoops {
    private final List<NettyShardLoop> loops;
    private final int seed;

    /** @param seed new in each process, so that nobody can choose client ids that all live on one shard */
    ShardLoops(List<NettyShardLoop> loops, int seed) {
        this.loops = List.copyOf(loops);
        this.seed = seed;
    }

    List<NettyShardLoop> all() {
        return loops;
    }

    /** The loop of the client id's home shard. */
    @AnyThread
    NettyShardLoop home(String clientId) {
        int hash = seed;
        for (int i = 0; i < clientId.length(); i++) {
            hash = (hash ^ clientId.charAt(i)) * 0x01000193;
        }
        hash ^= hash >>> 15;
        return loops.get(Math.floorMod(hash * 0x85EBCA6B, loops.size()));
    }

    @AnyThread
    NettyShardLoop of(EventLoop eventLoop) {
        for (NettyShardLoop loop : loops) {
            if (loop.eventLoop() == eventLoop) {
                return loop;
            }
        }
        throw new IllegalArgumentException("not a loop of this broker: " + eventLoop);
    }
}
