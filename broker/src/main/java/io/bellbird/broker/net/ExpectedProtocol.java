package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.monitor.ConnectionEnd;
import io.bellbird.broker.monitor.Counters;
import io.bellbird.codec.ReasonCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In front of what a listener speaks, behind TLS if it has that, until the client has sent something: a client that
 * begins with another protocol is cut off, and the log says why.
 */
@ShardConfined
final class ExpectedProtocol extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ExpectedProtocol.class);

    private final ListenerConfig listener;
    private final Counters counters;
    private boolean closed;

    /** @param counters of the shard whose thread has the channel until CONNECT */
    ExpectedProtocol(ListenerConfig listener, Counters counters) {
        this.listener = listener;
        this.counters = counters;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closed || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        String mistake = mistake(FirstWords.of(bytes));
        if (mistake.isEmpty()) {
            channel.pipeline().remove(this);
            channel.fireChannelRead(bytes);
        } else {
            closed = true;
            bytes.release();
            log.info("from={} closed: {}", Peers.text(channel.channel()), mistake);
            counters.ended(ConnectionEnd.REFUSED, ReasonCode.PROTOCOL_ERROR);
            channel.close();
        }
    }

    /** What the client has confused, and what to do; empty when it may go on. */
    private String mistake(FirstWords words) {
        boolean webSockets = listener.protocol() == Protocol.WEBSOCKETS;
        return switch (words) {
            case TLS ->
                listener.tls().isPresent()
                        ? ""
                        : "the client speaks TLS and this listener does not: take TLS off the client, or put certfile and"
                                + " keyfile below 'listener " + listener.name() + "'";
            case HTTP ->
                webSockets
                        ? ""
                        : "the client speaks HTTP and this listener MQTT: browsers need a listener with 'protocol"
                                + " websockets', and metrics are at admin_listener";
            case MQTT ->
                webSockets
                        ? "the client speaks MQTT without the WebSocket that this listener expects: give the client"
                                + " another port, or ws:// before the name of the broker"
                        : "";
            case PROXY_1, PROXY_2 -> words.unexpectedProxy(listener);
            case UNKNOWN -> "";
        };
    }
}
