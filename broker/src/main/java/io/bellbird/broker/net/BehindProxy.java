package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At the front of a channel that comes from a proxy, until the proxy has said whose it is ({@link ProxyHeader}): from then
 * on the channel has the client's address ({@link Peers}). A connection that begins otherwise is closed, and the log says
 * why; one that ends before anything came was somebody who looked whether the port is open.
 */
@ShardConfined
final class BehindProxy extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(BehindProxy.class);

    private final ListenerConfig listener;
    /** What has come of the header. */
    private @Nullable ByteBuf held;
    /** The client did not come by TLS: it is closed once it sends something, and proxies may look whether we are here. */
    private boolean unwanted;

    private boolean closed;

    /** @param listener with a version of the PROXY protocol */
    BehindProxy(ListenerConfig listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closed || !bytes.isReadable()) {
            bytes.release();
        } else if (unwanted) {
            bytes.release();
            refuse(context);
        } else {
            held = held == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), held, bytes);
            read(context, held);
        }
    }

    private void read(ChannelHandlerContext context, ByteBuf bytes) {
        try {
            ProxyHeader header = ProxyHeader.read(bytes, listener.proxyProtocol());
            if (header != null) {
                held = null;
                onHeader(context, header, bytes);
            }
        } catch (InvalidProxyHeader e) {
            close(context, String.valueOf(e.getMessage()));
        }
    }

    /** @param rest the client's own bytes */
    private void onHeader(ChannelHandlerContext context, ProxyHeader header, ByteBuf rest) {
        if (header.client() != null) {
            Peers.introduce(context.channel(), header.client());
        }
        unwanted = listener.proxyProtocol() == ProxyProtocol.V2_TLS && !header.overTls();
        if (!unwanted) {
            context.pipeline().remove(this);
        }
        if (!rest.isReadable()) {
            rest.release();
        } else if (unwanted) {
            rest.release();
            refuse(context);
        } else {
            context.fireChannelRead(rest);
        }
    }

    private void refuse(ChannelHandlerContext context) {
        close(
                context,
                "the client does not speak TLS with the proxy, as proxy_protocol_v2_require_tls asks for: let it use TLS,"
                        + " and the proxy say so, in HAProxy with send-proxy-v2-ssl");
    }

    private void close(ChannelHandlerContext context, String text) {
        closed = true;
        release();
        log.info("from={} listener={} closed: {}", Peers.text(context.channel()), listener.name(), text);
        context.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == MqttChannel.CONNECT_TIMEOUT && !unwanted) {
            close(
                    context,
                    "no complete PROXY header has come within " + MqttChannel.CONNECT_TIMEOUT_SECONDS
                            + " seconds: only proxies that send one belong here");
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (held != null) {
            close(context, "the PROXY header has not come completely, only " + held.readableBytes() + " bytes of it");
        }
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
