package io.bellbird.broker.net;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.codec.Connect;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the channels that one listener accepts. Concurrent: every loop accepts; only the count is shared. */
final class Listener extends ChannelInitializer<Channel> {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private final BrokerConfig broker;
    private final ListenerConfig config;
    private final ShardLoops loops;
    private final AtomicInteger connections = new AtomicInteger();

    Listener(BrokerConfig broker, ListenerConfig config, ShardLoops loops) {
        this.broker = broker;
        this.config = config;
        this.loops = loops;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (connections.incrementAndGet() > config.maxConnections() && config.maxConnections() >= 0) {
            connections.decrementAndGet();
            log.warn(
                    "from={} closed, listener={} has its max_connections={}",
                    Peers.text(channel.remoteAddress()),
                    config.port(),
                    config.maxConnections());
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (config.protocol() == Protocol.WEBSOCKETS) {
            WebSocket.addTo(pipeline, broker.maxPacketSize());
        }
        pipeline.addLast(new MqttChannel(this, channel, loops.of(channel.eventLoop())));
    }

    @AnyThread
    int connectionCount() {
        return connections.get();
    }

    /** A channel that was prepared here is gone. */
    @AnyThread
    void onClosed() {
        connections.decrementAndGet();
    }

    /**
     * A client id for a client that brought none, at home on the loop that it came to; empty when it must bring one:
     * MQTT 3.1 always, MQTT 3.1.1 when its session is to stay [MQTT-3.1.3-8].
     */
    @AnyThread
    String assignClientId(Connect connect, NettyShardLoop loop) {
        boolean allowed = broker.allowZeroLengthClientId()
                && switch (connect.version()) {
                    case V3_1 -> false;
                    case V3_1_1 -> connect.cleanStart();
                    case V5 -> true;
                };
        if (!allowed) {
            return "";
        }
        String clientId;
        do {
            clientId = broker.autoIdPrefix() + UUID.randomUUID();
        } while (loops.home(clientId) != loop);
        return clientId;
    }

    BrokerConfig broker() {
        return broker;
    }

    ListenerConfig config() {
        return config;
    }

    ShardLoops loops() {
        return loops;
    }
}
