package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.SocketDomain;
import io.bellbird.broker.session.Home;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.Shared;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The threads of a broker's shards, and the sockets that they serve. Used by the thread that starts and stops, and by one
 * at a time that changes the configuration in between.
 */
public final class NettyServer implements AutoCloseable {
    /** As Netty has it: so often a socket is read before the others have their turn. */
    private static final int READS_AT_ONCE_MAX = 16;

    private static final int BACKLOG = 4096;
    /** Time for what the last packets set off: wills, flushes. */
    private static final long QUIET_MILLIS = 50;

    private static final int TURNS_OF_A_WILL = 4;
    /** The longest that a stop takes. */
    private static final long STOP_MILLIS_MAX = 3_000;

    private final Shared shared;
    private final Transport transport;
    private final TlsListeners tls;
    private final EventLoopGroup group;
    private final ShardLoops loops;
    private final ConnectionLimit connections;
    private final List<Listener> listeners = new ArrayList<>();
    /** The port of each listener, or the path of its socket. */
    private final Map<Listener, String> names = new HashMap<>();

    private final List<Channel> serverChannels = new ArrayList<>();

    /**
     * Makes as many threads as the configuration has shards; nothing is bound yet.
     *
     * @param tls of the same configuration
     */
    public NettyServer(Shared shared, Transport transport, TlsListeners tls) {
        int shardCount = shared.config().shards();
        this.shared = shared;
        this.transport = transport;
        this.tls = tls;
        this.group = new MultiThreadIoEventLoopGroup(
                shardCount, new DefaultThreadFactory("bellbird-shard"), transport.ioHandlers());
        List<NettyShardLoop> all = new ArrayList<>();
        for (int i = 0; i < shardCount; i++) {
            all.add(new NettyShardLoop(group.next(), shared.clock()));
        }
        List<Shard> shards = Shard.create(shared, all);
        for (int i = 0; i < shardCount; i++) {
            all.get(i).serve(shards.get(i));
        }
        this.loops = new ShardLoops(all, shared.homes());
        this.connections = new ConnectionLimit(limit(shared.config()), shared.clock());
    }

    /** The configuration may allow fewer than the operating system does. */
    private static ConnectionLimit.Limit limit(BrokerConfig config) {
        int configured = config.globalMaxConnections();
        int possible = OpenFiles.connectionsMax();
        return configured >= 0 && configured <= possible
                ? new ConnectionLimit.Limit("global_max_connections", configured)
                : new ConnectionLimit.Limit("connections by file_limit", possible);
    }

    /** The first shard, where the broker itself is at home. */
    public Home home() {
        return loops.all().get(0).shard();
    }

    /** Takes in what the store kept; returns when the wills that a crash left behind are published. */
    public void start() {
        Shard.recover(shared, shards());
        // all subscriptions are in force before the first will is published
        awaitTurns();
        runOnEachLoop(loop -> loop.shard().start());
        awaitTurns();
    }

    /**
     * Another configuration holds from now on; returns when all shards have it, those that are stuck for long excepted.
     *
     * @param changed with the same shards, and the same listeners in the same places
     */
    public void reconfigure(BrokerConfig changed) {
        connections.change(limit(changed));
        listeners.forEach(listener -> listener.reconfigure(changed));
        runOnEachLoop(loop -> loop.shard().reconfigure(changed));
    }

    /**
     * Accepts clients at one listener's address, at all addresses of its interface, or at its Unix domain socket, from now
     * on.
     *
     * @return the addresses, at least one, with the port that was chosen when the configuration says 0
     * @throws IOException when one of them cannot be had
     */
    public List<SocketAddress> bind(ListenerConfig config) throws IOException {
        List<InetSocketAddress> addresses = config.unixPath().isPresent() ? List.of() : ListenAddresses.of(config);
        Listener listener = new Listener(shared, config, loops, connections, tls.of(config));
        listeners.add(listener);
        if (config.unixPath().isPresent()) {
            names.put(listener, config.name());
            return List.of(bindUnix(listener, config.unixPath().get()));
        }
        List<SocketAddress> bound = new ArrayList<>();
        int port = config.port();
        for (InetSocketAddress address : addresses) {
            InetSocketAddress open = bind(listener, new InetSocketAddress(address.getAddress(), port));
            port = open.getPort();
            bound.add(open);
        }
        names.put(listener, Integer.toString(port));
        return List.copyOf(bound);
    }

    private InetSocketAddress bind(Listener listener, InetSocketAddress address) throws IOException {
        ServerBootstrap bootstrap = bootstrap(listener)
                .channelFactory(() -> newServerChannel(listener.config(), address))
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true);
        if (listener.config().socketDomain() == SocketDomain.IPV6) {
            transport.serveOnlyIpv6(bootstrap);
        }
        return (InetSocketAddress) bind(bootstrap, address).localAddress();
    }

    /** Who may write to the file of the socket may connect: what umask says, as in Mosquitto. */
    private SocketAddress bindUnix(Listener listener, Path path) throws IOException {
        UnixSocketFile.makeRoom(path);
        bind(bootstrap(listener).channelFactory(transport::newUnixServerChannel), transport.unixAddress(path));
        return UnixDomainSocketAddress.of(path);
    }

    private ServerBootstrap bootstrap(Listener listener) {
        return new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                // Netty's adaptive allocator takes twice the memory for buffers that stay long, and ran out of it
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                // one for all channels, each of which would else have its own
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_AT_ONCE_MAX))
                .childHandler(listener);
    }

    private Channel bind(ServerBootstrap bootstrap, SocketAddress address) throws IOException {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bound.cause() instanceof IOException failure ? failure : new IOException(bound.cause());
        }
        serverChannels.add(bound.channel());
        return bound.channel();
    }

    /** A socket of both versions takes 0.0.0.0 for all addresses, and so is chosen only when nothing was said. */
    private ServerChannel newServerChannel(ListenerConfig config, InetSocketAddress address) {
        boolean unsaid = config.host().isEmpty()
                && config.bindInterface().isEmpty()
                && config.socketDomain() == SocketDomain.ANY;
        return !unsaid && address.getAddress() instanceof Inet4Address
                ? transport.newServerChannel(SocketProtocolFamily.INET)
                : transport.newServerChannel();
    }

    /** Connections that are open now, those included that have not sent CONNECT. */
    @AnyThread
    public int connectionCount() {
        return listeners.stream().mapToInt(Listener::connectionCount).sum();
    }

    /** Connections that are open now, by the port of their listener or the path of its socket. */
    @AnyThread
    public Map<String, Integer> connectionsByListener() {
        Map<String, Integer> open = new TreeMap<>();
        names.forEach((listener, name) -> open.merge(name, listener.connectionCount(), Integer::sum));
        return open;
    }

    /** The shards, in order. */
    public List<Shard> shards() {
        return loops.all().stream().map(NettyShardLoop::shard).toList();
    }

    /** Stops accepting, tells every client [MQTT-4.13.1-1], and ends the threads. */
    @Override
    public void close() {
        serverChannels.forEach(channel -> channel.close().awaitUninterruptibly());
        runOnEachLoop(loop -> loop.shard().disconnectAll());
        awaitTurns();
        listeners.forEach(Listener::close);
        group.shutdownGracefully(QUIET_MILLIS, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }

    /** Waits for the turns that wills make: on their own shard, on others, and on their own again when those are done. */
    private void awaitTurns() {
        for (int turn = 0; turn < TURNS_OF_A_WILL; turn++) {
            runOnEachLoop(loop -> {});
        }
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
