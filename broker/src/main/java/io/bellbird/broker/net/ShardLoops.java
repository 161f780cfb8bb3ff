package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.shard.Homes;
import io.netty.channel.EventLoop;
import java.util.List;

/** The loops of a broker's shards, and which of them is the home of a client id. Immutable; any thread. */
final class ShardLoops {
    private final List<NettyShardLoop> loops;
    private final Homes homes;

    ShardLoops(List<NettyShardLoop> loops, Homes homes) {
        this.loops = List.copyOf(loops);
        this.homes = homes;
    }

    List<NettyShardLoop> all() {
        return loops;
    }

    /** The loop of the client id's home shard. */
    @AnyThread
    NettyShardLoop home(String clientId) {
        return loops.get(homes.ofClient(clientId));
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
