package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the front of a channel without TLS, until the client has sent something: a client that begins with TLS, or a
 * proxy that says whose channel it is, is cut off, and the log says why.
 */
@ShardConfined
final class TlsAbsent extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TlsAbsent.class);

    private final ListenerConfig listener;
    private boolean closed;

    TlsAbsent(ListenerConfig listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closed || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        FirstWords words = FirstWords.of(bytes);
        if (words == FirstWords.TLS || words.isProxy()) {
            closed = true;
            bytes.release();
            log.info("from={} closed: {}", Peers.text(channel.channel()), why(words));
            channel.close();
        } else {
            channel.pipeline().remove(this);
            channel.fireChannelRead(bytes);
        }
    }

    private String why(FirstWords words) {
        return words.isProxy()
                ? words.unexpectedProxy(listener)
                : "the client speaks TLS and this listener does not: take TLS off the client, or put certfile and keyfile"
                        + " below 'listener " + listener.name() + "'";
    }
}
