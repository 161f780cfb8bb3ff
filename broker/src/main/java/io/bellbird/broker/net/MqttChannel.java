package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.session.Connection;
import io.bellbird.broker.session.Watchers;
import io.bellbird.codec.ConnAck;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Decoder;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.Publish;
import io.bellbird.codec.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's channel: bytes in, packets to its {@link Connection}. It begins on the loop that accepted it, reads
 * CONNECT there, and then moves to the loop of the client id's home shard, where it stays.
 *
 * <p>While it moves, nothing is decoded and bytes that still come are held. Whatever closes it at whatever point, {@link
 * #dispose} ends everything exactly once.
 */
@ShardConfined
final class MqttChannel extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(MqttChannel.class);

    /** A client that has not sent CONNECT by then is cut off. */
    static final int CONNECT_TIMEOUT_SECONDS = 10;
    /** Fired through the channel then: whoever is in its way says what is missing, and closes. */
    static final Object CONNECT_TIMEOUT = new Object();
    /** The largest CONNECT, in bytes. */
    private static final int CONNECT_BYTES_MAX = 256 * 1024;
    /** What may be held undecoded while the socket is read. */
    private static final int HELD_BYTES_MAX = 64 * 1024;

    private final Listener listener;
    private final Channel channel;
    private NettyShardLoop loop;
    private final Decoder decoder;
    private @Nullable Future<?> connectTimeout;
    private @Nullable Connection connection;
    private @Nullable ChannelWire wire;
    private @Nullable MountPoint mountPoint;
    /** From the end of the handshake on, where the listener asks for certificates. */
    private @Nullable CertifiedClient certified;

    /** Bytes that are not decoded yet; none while idle. */
    private @Nullable ByteBuf held;
    /** What the memory count of the shard has of them. */
    private long countedBytes;
    /** Between two loops, and so with no shard. */
    private boolean moving;
    /** Packets may be decoded. */
    private boolean reading = true;

    private boolean decoding;
    /** Nothing that comes is looked at any more. */
    private boolean closing;

    private boolean disposed;

    MqttChannel(Listener listener, Channel channel, NettyShardLoop loop) {
        this.listener = listener;
        this.channel = channel;
        this.loop = loop;
        this.decoder = Decoder.forServer(loop.topics(), CONNECT_BYTES_MAX);
        this.mountPoint = loop.mountPoint(listener.config());
    }

    // Until CONNECT

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        connectTimeout = channel.eventLoop()
                .schedule(
                        () -> {
                            channel.pipeline().fireUserEventTriggered(CONNECT_TIMEOUT);
                        },
                        CONNECT_TIMEOUT_SECONDS,
                        TimeUnit.SECONDS);
    }

    private void onFirstPacket(Connect sent) {
        counters().increment(Counter.CONNECTS_RECEIVED);
        Optional<Connect> named = certified == null ? Optional.of(sent) : certified.named(sent);
        ReasonCode refusal = named.map(connect -> listener.check(connect, loop)).orElse(ReasonCode.NOT_AUTHORIZED);
        if (refusal.isError()) {
            String why = named.isPresent() ? "" : " its certificate has no name for a user";
            log.info("from={} refused version={} reason={}{}", peer(), sent.version(), refusal, why);
            Watchers.refusedConnect(loop.shard(), sent, peer(), listener.config(), refusal, why.strip());
            refuse(refusal, sent.version());
        } else {
            accept(named.orElseThrow());
        }
    }

    private void accept(Connect connect) {
        Connect mounted = mountPoint == null ? connect : (Connect) mountPoint.inward(connect);
        reading = false;
        stopConnectTimeout();
        String clientId = listener.clientId(connect, loop);
        NettyShardLoop home = clientId.isEmpty() ? loop : listener.loops().home(clientId);
        if (home == loop) {
            open(mounted, clientId);
        } else {
            move(home, mounted, clientId);
        }
    }

    private String peer() {
        return Peers.text(channel);
    }

    /** A file may take longer to send than a client has for CONNECT; a handshake may not. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == HttpFiles.SENDING) {
            stopConnectTimeout();
        } else if (event instanceof CertifiedClient client) {
            certified = client;
        } else if (event == CONNECT_TIMEOUT) {
            log.info(
                    "from={} closed: the client has sent no CONNECT within {} seconds",
                    peer(),
                    CONNECT_TIMEOUT_SECONDS);
            channel.close();
        }
        context.fireUserEventTriggered(event);
    }

    private void stopConnectTimeout() {
        if (connectTimeout != null) {
            connectTimeout.cancel(false);
            connectTimeout = null;
        }
    }

    // To the home shard

    /** Nothing of the channel is touched on this loop once it is registered with the other. */
    private void move(NettyShardLoop home, Connect connect, String clientId) {
        loop.shard().memory().remove(countedBytes);
        countedBytes = 0;
        moving = true;
        channel.config().setAutoRead(false);
        channel.deregister().addListener(deregistered -> {
            if (deregistered.isSuccess()) {
                register(home, connect, clientId);
            } else {
                abandon(deregistered.cause());
            }
        });
    }

    private void register(NettyShardLoop home, Connect connect, String clientId) {
        home.eventLoop().register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                loop = home;
                moving = false;
                mountPoint = home.mountPoint(listener.config());
                decoder.useTopics(home.topics());
                open(connect, clientId);
            } else {
                abandon(registered.cause());
            }
        });
    }

    private void abandon(Throwable cause) {
        log.debug("from={} lost on the way to its shard", peer(), cause);
        channel.close();
        dispose();
    }

    /** On the home loop; from here on nothing moves. */
    private void open(Connect connect, String clientId) {
        if (!channel.isActive()) {
            dispose();
            return;
        }
        ListenerConfig config = listener.config(loop);
        decoder.limitPackets(loop.shard().config().maxPacketSize());
        decoder.acceptTopicAliases(config.maxTopicAlias());
        wire = new ChannelWire(this, channel, loop, mountPoint);
        boolean saysUsername = certified != null && certified.saysUsername();
        connection = loop.shard().connect(wire, config, connect, clientId, saysUsername);
        NettyShardLoop.reporting(connection::open);
        updateAutoRead();
        if (certified != null) {
            listener.tls().ifPresent(tls -> tls.add(this, certified));
        }
    }

    /** Who the client is by its certificate. */
    Optional<CertifiedClient> certified() {
        return Optional.ofNullable(certified);
    }

    /** Ends the connection, since the client's certificate is not accepted any more. */
    @AnyThread
    void expel(String why) {
        try {
            channel.eventLoop().execute(() -> {
                if (connection != null) {
                    NettyShardLoop.reporting(() -> connection.expel(why));
                }
            });
        } catch (RejectedExecutionException stopped) {
            log.debug("from={} ends with the broker", peer(), stopped);
        }
    }

    // Bytes in

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        counters().add(Counter.BYTES_RECEIVED, bytes.readableBytes());
        if (closing) {
            bytes.release();
            return;
        }
        if (held == null) {
            held = bytes;
        } else {
            held = append(held, bytes);
        }
        decode();
    }

    private ByteBuf append(ByteBuf before, ByteBuf bytes) {
        ByteBuf joined = before;
        if (before.refCnt() > 1 || before.isReadOnly() || before.writableBytes() < bytes.readableBytes()) {
            joined = channel.alloc().directBuffer(capacityFor(before.readableBytes() + bytes.readableBytes()));
            joined.writeBytes(before);
            before.release();
        }
        joined.writeBytes(bytes);
        bytes.release();
        return joined;
    }

    /** Doubles, so that a large packet in small pieces is not copied again and again. */
    private static int capacityFor(int bytes) {
        return Integer.highestOneBit(Math.max(256, bytes)) << 1;
    }

    private void decode() {
        if (decoding || held == null) {
            return;
        }
        decoding = true;
        if (connection != null) {
            connection.onPacketsRead();
        }
        try {
            boolean more = true;
            while (more && reading && held != null) {
                more = decodeNext(held);
            }
        } catch (ProtocolError error) {
            onProtocolError(error);
        } catch (RuntimeException | AssertionError bug) {
            onBug(bug);
        } catch (Error fatal) {
            NettyShardLoop.report(fatal);
        } finally {
            decoding = false;
        }
        if (held != null && (closing || !held.isReadable())) {
            held.release();
            held = null;
        }
        countHeld();
        updateAutoRead();
    }

    /** What waits for the rest of its packet, or for its turn, is memory of the shard. */
    private void countHeld() {
        long bytes = disposed ? 0 : decoder.heldBytes() + (held == null ? 0 : held.readableBytes());
        if (bytes != countedBytes && !moving) {
            loop.shard().memory().add(bytes - countedBytes);
            countedBytes = bytes;
            loop.endTurnSoon();
        }
    }

    private boolean decodeNext(ByteBuf bytes) {
        Packet packet = decoder.decode(bytes);
        if (packet == null) {
            return false;
        }
        count(packet);
        if (connection != null) {
            connection.onPacket(mountPoint == null ? packet : mountPoint.inward(packet));
        } else {
            onFirstPacket((Connect) packet);
        }
        return true;
    }

    private void count(Packet packet) {
        Counters counters = counters();
        counters.increment(Counter.MESSAGES_RECEIVED);
        if (packet instanceof Publish publish) {
            counters.increment(Counter.PUBLISH_RECEIVED);
            counters.add(Counter.PUBLISH_BYTES_RECEIVED, publish.payload().length());
        }
    }

    /** Those of the shard where the channel is at the moment. */
    private Counters counters() {
        return loop.shard().counters();
    }

    private void onProtocolError(ProtocolError error) {
        if (connection != null) {
            connection.onProtocolError(error);
        } else {
            log.info("from={} closed before CONNECT {}", peer(), LogText.sentence(error.getMessage()));
            refuse(error);
        }
    }

    private void onBug(Throwable bug) {
        if (connection != null) {
            connection.failed(bug);
        } else {
            counters().increment(Counter.BUGS);
            log.error("from={} closed, this is a defect of the broker", peer(), bug);
            channel.close();
        }
    }

    /** Answers a broken CONNECT as far as the client can understand it, and closes [MQTT-3.1.2-2] [MQTT-4.13.1-1]. */
    private void refuse(ProtocolError error) {
        boolean unknownVersion = error.reason() == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
        MqttVersion version = unknownVersion ? MqttVersion.V3_1_1 : decoder.version();
        boolean understood = version != null && (version.hasProperties() || unknownVersion);
        refuse(error.reason(), understood ? version : null);
    }

    /** @param version in which the client is told; null when it cannot be */
    private void refuse(ReasonCode reason, @Nullable MqttVersion version) {
        stopReading();
        stopConnectTimeout();
        counters().ended(ConnectionEnd.REFUSED, reason);
        ByteBuf answer = channel.alloc().buffer();
        if (version != null) {
            Encoder.encode(new ConnAck(false, reason, ConnAck.Properties.DEFAULTS), version, answer);
            counters().increment(Counter.MESSAGES_SENT);
            counters().add(Counter.BYTES_SENT, answer.readableBytes());
        }
        channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    /** Whether packets go to the connection; held ones go at once when switched on. */
    void read(boolean on) {
        reading = on && !closing;
        decode();
    }

    /** The connection has ended: what still comes is thrown away. */
    void stopReading() {
        closing = true;
        reading = false;
    }

    /** Switches the socket off only when much has come that cannot be decoded yet: most pauses are too short for that. */
    private void updateAutoRead() {
        boolean room = held == null || held.readableBytes() < HELD_BYTES_MAX;
        if (connection != null) {
            channel.config().setAutoRead(reading || room);
        }
    }

    // Events

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (wire != null && connection != null && channel.isWritable()) {
            wire.onWritable();
            NettyShardLoop.reporting(connection::onWritable);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            String text = LogText.sentence(String.valueOf(cause.getMessage()));
            log.info("from={} closed: {}", peer(), text);
            log.debug("from={} closed", peer(), cause);
        }
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        dispose();
    }

    private void dispose() {
        if (disposed) {
            return;
        }
        disposed = true;
        stopReading();
        stopConnectTimeout();
        if (held != null && !decoding) {
            held.release();
            held = null;
        }
        countHeld();
        if (wire != null) {
            wire.release();
        }
        if (connection != null) {
            NettyShardLoop.reporting(connection::onWireClosed);
        }
        listener.tls().ifPresent(tls -> tls.remove(this));
        listener.onClosed();
    }
}
