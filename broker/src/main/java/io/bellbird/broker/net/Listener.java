package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.ProxyProtocol;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.shard.Shared;
import io.bellbird.codec.Connect;
import io.bellbird.codec.ReasonCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the channels that one listener accepts. Concurrent: every loop accepts; only the counts are shared. What is
 * configured for new connections each loop reads from its own shard.
 */
final class Listener extends ChannelInitializer<Channel> {
    private final ListenerConfig config;
    /** Among the listeners of the configuration, from 0; -1 when it is in none. */
    private final int place;

    private final ShardLoops loops;
    private final ConnectionLimit own;
    private final ConnectionLimit all;
    private final Optional<TlsListener> tls;
    private final @Nullable HttpFiles files;

    /**
     * Opens the folder of files, if there is one.
     *
     * @param all the limit for all listeners together
     * @param tls how it speaks TLS; empty when it does not
     * @throws IOException when the folder cannot be read
     */
    Listener(Shared shared, ListenerConfig config, ShardLoops loops, ConnectionLimit all, Optional<TlsListener> tls)
            throws IOException {
        this.config = config;
        this.place = shared.config().listeners().indexOf(config);
        this.loops = loops;
        this.own = new ConnectionLimit(limit(config), shared.clock());
        this.all = all;
        this.tls = tls;
        Optional<Path> folder = config.webSocket().httpDir();
        boolean hasFiles = folder.isPresent() && config.protocol() == Protocol.WEBSOCKETS;
        this.files = hasFiles ? HttpFiles.open(folder.get()) : null;
    }

    private static ConnectionLimit.Limit limit(ListenerConfig config) {
        return new ConnectionLimit.Limit("listener=" + config.name() + " max_connections", config.maxConnections());
    }

    /** What the shards do not have: the limit of all loops together. */
    @AnyThread
    void reconfigure(BrokerConfig changed) {
        own.change(limit(in(changed)));
    }

    @Override
    protected void initChannel(Channel channel) {
        NettyShardLoop loop = loops.of(channel.eventLoop());
        config.unixPath()
                .ifPresentOrElse(
                        path -> Peers.introduce(channel, Peers.unix(LogText.of(path.toString()))),
                        () -> channel.config()
                                .setOption(
                                        ChannelOption.TCP_NODELAY, broker(loop).tcpNoDelay()));
        loop.shard().counters().increment(Counter.SOCKETS_OPENED);
        if (!add(channel)) {
            loop.shard().counters().increment(Counter.CONNECTIONS_REFUSED);
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (config.proxyProtocol() != ProxyProtocol.NONE) {
            pipeline.addLast(new BehindProxy(config));
        }
        if (tls.isPresent()) {
            TlsHandshake.addTo(pipeline, tls.get().context(), config);
        }
        pipeline.addLast(new ExpectedProtocol(config, loop.shard().counters()));
        if (config.protocol() == Protocol.WEBSOCKETS) {
            HttpRequests.addTo(pipeline, config.webSocket(), files);
        }
        pipeline.addLast(new MqttChannel(this, channel, loop));
    }

    private boolean add(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (address != null && !ListenAddresses.fits(config.socketDomain(), address)) {
            return false;
        }
        String peer = Peers.text(channel);
        if (!own.add(peer)) {
            return false;
        }
        if (!all.add(peer)) {
            own.remove();
            return false;
        }
        return true;
    }

    @AnyThread
    int connectionCount() {
        return own.open();
    }

    /** A channel that was prepared here is gone. */
    @AnyThread
    void onClosed() {
        all.remove();
        own.remove();
    }

    /** The end of the broker: gives back what the listener has besides its connections. */
    void close() {
        if (files != null) {
            files.close();
        }
    }

    /** Whether the listener serves such a client at all, as the loop knows it now; says why not. */
    ReasonCode check(Connect connect, NettyShardLoop loop) {
        if (!config(loop).acceptProtocolVersions().contains(connect.version())) {
            return ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
        }
        return config(loop).useUsernameAsClientId() && isNameless(connect)
                ? ReasonCode.NOT_AUTHORIZED
                : ReasonCode.SUCCESS;
    }

    private static boolean isNameless(Connect connect) {
        return connect.username() == null || connect.username().isEmpty();
    }

    /** The id that a client gets which {@link #check} let in; empty when it must bring one and did not. */
    String clientId(Connect connect, NettyShardLoop loop) {
        if (connect.clientId().isEmpty() && !mayBringNone(connect, loop)) {
            return "";
        }
        if (config(loop).useUsernameAsClientId() && connect.username() != null) {
            return connect.username();
        }
        return connect.clientId().isEmpty() ? assignClientId(loop) : connect.clientId();
    }

    /** MQTT 3.1 never, MQTT 3.1.1 when its session is not to stay [MQTT-3.1.3-8]. */
    private boolean mayBringNone(Connect connect, NettyShardLoop loop) {
        return broker(loop).allowZeroLengthClientId(config(loop))
                && switch (connect.version()) {
                    case V3_1 -> false;
                    case V3_1_1 -> connect.cleanStart();
                    case V5 -> true;
                };
    }

    /** A new one, at home on the loop that the client came to. */
    private String assignClientId(NettyShardLoop loop) {
        String clientId;
        do {
            clientId = broker(loop).autoIdPrefix(config(loop)) + UUID.randomUUID();
        } while (loops.home(clientId) != loop);
        return clientId;
    }

    private static BrokerConfig broker(NettyShardLoop loop) {
        return loop.shard().config();
    }

    /** What holds for connections that begin now; called by the thread of the loop. */
    ListenerConfig config(NettyShardLoop loop) {
        return in(broker(loop));
    }

    private ListenerConfig in(BrokerConfig broker) {
        return place < 0 ? config : broker.listeners().get(place);
    }

    /** As it was opened: what only a restart changes. */
    ListenerConfig config() {
        return config;
    }

    Optional<TlsListener> tls() {
        return tls;
    }

    ShardLoops loops() {
        return loops;
    }
}
