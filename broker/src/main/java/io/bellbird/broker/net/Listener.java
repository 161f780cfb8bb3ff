package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.shard.Shared;
import io.bellbird.codec.Connect;
import io.bellbird.codec.ReasonCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Prepares the channels that one listener accepts. Concurrent: every loop accepts; only the counts are shared. */
final class Listener extends ChannelInitializer<Channel> {
    private final BrokerConfig broker;
    private final ListenerConfig config;
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
        this.broker = shared.config();
        this.config = config;
        this.loops = loops;
        this.own = new ConnectionLimit(
                "listener=" + config.port() + " max_connections", config.maxConnections(), shared.clock());
        this.all = all;
        this.tls = tls;
        Optional<Path> folder = config.webSocket().httpDir();
        boolean hasFiles = folder.isPresent() && config.protocol() == Protocol.WEBSOCKETS;
        this.files = hasFiles ? HttpFiles.open(folder.get()) : null;
    }

    @Override
    protected void initChannel(Channel channel) {
        NettyShardLoop loop = loops.of(channel.eventLoop());
        loop.shard().counters().increment(Counter.SOCKETS_OPENED);
        if (!add(channel)) {
            loop.shard().counters().increment(Counter.CONNECTIONS_REFUSED);
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (tls.isPresent()) {
            TlsHandshake.addTo(pipeline, tls.get().context(), config.port());
        } else {
            pipeline.addLast(new TlsAbsent(config.port()));
        }
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
        String peer = Peers.text(remote);
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

    /** Whether the listener serves such a client at all; says why not. */
    @AnyThread
    ReasonCode check(Connect connect) {
        if (!config.acceptProtocolVersions().contains(connect.version())) {
            return ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
        }
        return config.useUsernameAsClientId() && isNameless(connect) ? ReasonCode.NOT_AUTHORIZED : ReasonCode.SUCCESS;
    }

    private static boolean isNameless(Connect connect) {
        return connect.username() == null || connect.username().isEmpty();
    }

    /** The id that a client gets which {@link #check} let in; empty when it must bring one and did not. */
    @AnyThread
    String clientId(Connect connect, NettyShardLoop loop) {
        if (connect.clientId().isEmpty() && !mayBringNone(connect)) {
            return "";
        }
        if (config.useUsernameAsClientId() && connect.username() != null) {
            return connect.username();
        }
        return connect.clientId().isEmpty() ? assignClientId(loop) : connect.clientId();
    }

    /** MQTT 3.1 never, MQTT 3.1.1 when its session is not to stay [MQTT-3.1.3-8]. */
    private boolean mayBringNone(Connect connect) {
        return broker.allowZeroLengthClientId(config)
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
            clientId = broker.autoIdPrefix(config) + UUID.randomUUID();
        } while (loops.home(clientId) != loop);
        return clientId;
    }

    BrokerConfig broker() {
        return broker;
    }

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
