package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.Shared;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The threads of a broker's shards, and the sockets that they serve. Used by the thread that starts and stops. */
public final class NettyServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    /** Time for what the last packets set off: wills, flushes. */
    private static final long QUIET_MILLIS = 50;
    /** The longest that a stop takes. */
    private static final long STOP_MILLIS_MAX = 3_000;

    private final Shared shared;
    private final Transport transport;
    private final EventLoopGroup group;
    private final ShardLoops loops;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Channel> serverChannels = new ArrayList<>();

    /** Starts as many threads as the configuration has shards; nothing is bound yet. */
    public NettyServer(Shared shared, Transport transport) {
        int shardCount = shared.config().shards();
        this.shared = shared;
        this.transport = transport;
        this.group = new MultiThreadIoEventLoopGroup(
                shardCount, new DefaultThreadFactory("bellbird-shard"), transport.ioHandlers());
        List<NettyShardLoop> all = new ArrayList<>();
        for (int i = 0; i < shardCount; i++) {
            all.add(new NettyShardLoop(group.next(), shared.clock()));
        }
        List<Shard> shards = Shard.create(shared, all);
        for (int i = 0; i < shardCount; i++) {
            all.get(i).serve(shards.get(i));
            all.get(i).eventLoop().execute(shards.get(i)::start);
        }
        this.loops = new ShardLoops(all, new SecureRandom().nextInt());
    }

    /**
     * Accepts clients at one address from now on.
     *
     * @return the address, with the port that was chosen when the configuration says 0
     * @throws IOException when the address cannot be had
     */
    public InetSocketAddress bind(ListenerConfig config) throws IOException {
        InetSocketAddress address = config.host().isEmpty()
                ? new InetSocketAddress(config.port())
                : new InetSocketAddress(config.host(), config.port());
        if (address.isUnresolved()) {
            throw new IOException("the host is not known");
        }
        Listener listener = new Listener(shared.config(), config, loops);
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, shared.config().tcpNoDelay())
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(listener)
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException failure ? failure : new IOException(bound.cause());
        }
        listeners.add(listener);
        serverChannels.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** Connections that are open now, those included that have not sent CONNECT. */
    @AnyThread
    public int connectionCount() {
        return listeners.stream().mapToInt(Listener::connectionCount).sum();
    }

    /** Stops accepting, tells every client [MQTT-4.13.1-1], and ends the threads. */
    @Override
    public void close() {
        serverChannels.forEach(channel -> channel.close().awaitUninterruptibly());
        runOnEachLoop(loop -> loop.shard().disconnectAll());
        // the ends of the turns that this made, and of those that their wills made on other shards
        runOnEachLoop(loop -> {});
        runOnEachLoop(loop -> {});
        group.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }

    /** Runs an action on each loop behind what is queued there, and waits for all of them. */
    private void runOnEachLoop(Consumer<NettyShardLoop> action) {
        List<Future<?>> done = new ArrayList<>();
        for (NettyShardLoop loop : loops.all()) {
            done.add(loop.eventLoop().submit(() -> action.accept(loop)));
        }
        done.forEach(future -> future.awaitUninterruptibly(STOP_MILLIS_MAX));
    }
}
