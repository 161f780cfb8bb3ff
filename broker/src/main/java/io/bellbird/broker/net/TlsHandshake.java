package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.ListenerConfig;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS at the front of a channel: tells what follows whose certificate it was ({@link CertifiedClient}), and the log, in
 * one line, why a client was not let in. A client that does not speak TLS gets not one byte.
 */
@ShardConfined
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TlsHandshake.class);

    private final TlsContext context;
    private final ListenerConfig listener;
    /** Something has come. */
    private boolean begun;
    /** The handshake is over. */
    private boolean done;
    /** What the client has said last without encryption, if that was an alert. */
    private Optional<String> alert = Optional.empty();
    /** What comes to the log now follows from what is there already. */
    private boolean failed;

    private TlsHandshake(TlsContext context, ListenerConfig listener) {
        this.context = context;
        this.listener = listener;
    }

    /** Puts TLS in front of what follows in the pipeline. */
    static void addTo(ChannelPipeline pipeline, TlsContext context, ListenerConfig listener) {
        TlsHandshake handshake = new TlsHandshake(context, listener);
        pipeline.addLast(handshake.new Before());
        pipeline.addLast(context.newHandler());
        pipeline.addLast(handshake);
    }

    /** Stands before TLS until the handshake is over. */
    private final class Before extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext channel, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (!bytes.isReadable() || failed) {
                bytes.release();
                return;
            }
            FirstWords words = begun ? FirstWords.TLS : FirstWords.of(bytes);
            begun = true;
            if (words == FirstWords.TLS) {
                alert = TlsFailure.alertAtEnd(bytes);
                channel.fireChannelRead(bytes);
            } else {
                bytes.release();
                close(
                        channel,
                        words.isProxy()
                                ? words.unexpectedProxy(listener)
                                : "the client speaks " + words.text() + " and no TLS, which this listener expects");
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext channel, Object event) {
        if (event == MqttChannel.CONNECT_TIMEOUT && !done) {
            String missing = begun ? "not finished the TLS handshake" : "sent nothing";
            close(channel, "the client has " + missing + " within " + MqttChannel.CONNECT_TIMEOUT_SECONDS + " seconds");
        } else if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            channel.fireUserEventTriggered(event);
        } else if (handshake.isSuccess()) {
            done = true;
            channel.pipeline().remove(Before.class);
            onSuccess(channel);
        } else if (begun) {
            close(channel, why(handshake.cause()));
        } else {
            // somebody looked whether the port is open
            failed = true;
        }
    }

    private void onSuccess(ChannelHandlerContext channel) {
        try {
            CertifiedClient client = context.client(
                    channel.pipeline().get(SslHandler.class).engine().getSession());
            if (client != null) {
                channel.fireUserEventTriggered(client);
            }
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            close(channel, TlsFailure.text(e));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext channel, Object message) {
        if (failed) {
            ((ByteBuf) message).release();
        } else {
            channel.fireChannelRead(message);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext channel, Throwable cause) {
        if (cause.getCause() instanceof SSLException) {
            close(channel, why(cause));
        } else if (!failed || !(cause instanceof ClosedChannelException)) {
            channel.fireExceptionCaught(cause);
        }
    }

    private String why(Throwable failure) {
        return alert.map(TlsFailure::givenUp).orElseGet(() -> TlsFailure.text(failure));
    }

    private void close(ChannelHandlerContext channel, String text) {
        if (!failed) {
            failed = true;
            log.info("from={} listener={} closed: {}", Peers.text(channel.channel()), listener.name(), text);
        }
        channel.close();
    }
}
