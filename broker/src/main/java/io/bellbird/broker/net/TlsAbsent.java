package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the front of a channel without TLS, until the client has sent something: a client that begins with TLS is cut off,
 * and the log says why.
 */
@ShardConfined
final class TlsAbsent extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TlsAbsent.class);

    private final int port;
    private boolean closed;

    /** @param port of the listener, for the log */
    TlsAbsent(int port) {
        this.port = port;
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closed || !bytes.isReadable()) {
            bytes.release();
        } else if (FirstWords.of(bytes.getByte(bytes.readerIndex())) == FirstWords.TLS) {
            closed = true;
            bytes.release();
            log.info(
                    "from={} closed: the client speaks TLS and this listener does not: take TLS off the client, or put"
                            + " certfile and keyfile below 'listener {}'",
                    Peers.text(channel.channel().remoteAddress()),
                    port);
            channel.close();
        } else {
            channel.pipeline().remove(this);
            channel.fireChannelRead(bytes);
        }
    }
}
