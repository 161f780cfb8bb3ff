package io.bellbird.client.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Opens links. Whoever wants one says when it has taken too long.
 *
 * @param names where names of hosts are looked up, which blocks
 * @param tls for the schemes that have it; null when no broker has one
 * @param verifyHostName the broker's certificate has to name its host
 * @param webSocketHeaders of the request that opens a WebSocket
 * @param localAddress host or address of this machine to connect from over TCP; empty: the system chooses
 */
public record Dialer(
        Executor names,
        @Nullable SslContext tls,
        boolean verifyHostName,
        Map<String, String> webSocketHeaders,
        Optional<String> localAddress) {
    private static final int HTTP_BYTES_MAX = 64 * 1024;

    public Dialer {
        webSocketHeaders = Map.copyOf(webSocketHeaders);
    }

    /** How loops watch the sockets of links. */
    public static IoHandlerFactory sockets() {
        return WakeOnce.factory();
    }

    /**
     * Opens a link.
     *
     * @param loop that it shall belong to
     * @param peer is told {@link Link.Peer#onOpen} and {@link Link.Peer#onClosed}, or only the latter
     * @return calls it off on the loop, if it is not open yet; then {@code peer} is told nothing
     */
    public Runnable dial(Endpoint endpoint, EventLoop loop, Link.Peer peer) {
        Attempt attempt = new Attempt(this, endpoint, peer);
        boolean unix = endpoint.scheme() == Endpoint.Scheme.UNIX;
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(unix ? NioDomainSocketChannel::new : NioSocketChannel::new)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(
                        ChannelOption.AUTO_READ,
                        endpoint.scheme().hasTls() || endpoint.scheme().isWebSocket())
                .handler(attempt);
        if (unix) {
            connect(bootstrap, UnixDomainSocketAddress.of(endpoint.host()), attempt);
            return attempt::callOff;
        }
        bootstrap.option(ChannelOption.TCP_NODELAY, true);
        Supplier<InetSocketAddress> lookUp = () -> {
            localAddress.ifPresent(from -> bootstrap.localAddress(new InetSocketAddress(from, 0)));
            return new InetSocketAddress(endpoint.host(), endpoint.port());
        };
        CompletableFuture.supplyAsync(lookUp, names)
                .whenCompleteAsync(
                        (address, failure) -> {
                            if (failure != null) {
                                attempt.fail(failure);
                            } else if (address.isUnresolved()) {
                                attempt.fail(new UnknownHostException(endpoint.host()));
                            } else {
                                connect(bootstrap, address, attempt);
                            }
                        },
                        loop);
        return attempt::callOff;
    }

    private static void connect(Bootstrap bootstrap, SocketAddress address, Attempt attempt) {
        if (!attempt.over) {
            bootstrap.connect(address).addListener(connected -> {
                if (!connected.isSuccess()) {
                    attempt.fail(connected.cause());
                }
            });
        }
    }

    /** One attempt, until the link is open. */
    private static final class Attempt extends ChannelInitializer<Channel> {
        private final Dialer dialer;
        private final Endpoint endpoint;
        private final Link.Peer peer;
        private @Nullable Channel channel;
        private boolean over;

        Attempt(Dialer dialer, Endpoint endpoint, Link.Peer peer) {
            this.dialer = dialer;
            this.endpoint = endpoint;
            this.peer = peer;
        }

        @Override
        protected void initChannel(Channel begun) {
            channel = begun;
            ChannelPipeline pipeline = begun.pipeline();
            if (endpoint.scheme().hasTls()) {
                pipeline.addLast(tlsHandler(begun));
            }
            if (endpoint.scheme().isWebSocket()) {
                pipeline.addLast(new HttpClientCodec(), new HttpObjectAggregator(HTTP_BYTES_MAX));
                pipeline.addLast(WebSocketBytes.handshake(endpoint, dialer.webSocketHeaders), new WebSocketBytes());
            }
            pipeline.addLast(new Opening(this));
        }

        private SslHandler tlsHandler(Channel begun) {
            if (dialer.tls == null) {
                throw new IllegalStateException(endpoint + " needs TLS");
            }
            SslHandler handler = dialer.tls.newHandler(begun.alloc(), endpoint.host(), endpoint.port());
            handler.setHandshakeTimeoutMillis(0);
            SSLEngine engine = handler.engine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(dialer.verifyHostName ? "HTTPS" : "");
            engine.setSSLParameters(parameters);
            return handler;
        }

        void open(ChannelHandlerContext context) {
            if (!over) {
                over = true;
                Link link = new Link(context.channel(), peer);
                context.channel().config().setAutoRead(false);
                context.pipeline().replace(context.handler(), "link", link);
                peer.onOpen(link);
            }
        }

        void fail(Throwable cause) {
            if (!over) {
                over = true;
                peer.onClosed(cause);
            }
        }

        void callOff() {
            if (!over) {
                over = true;
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    /** Waits until TCP, TLS and WebSocket are open, whichever there are. */
    private static final class Opening extends ChannelInboundHandlerAdapter {
        private final Attempt attempt;

        Opening(Attempt attempt) {
            this.attempt = attempt;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (!attempt.endpoint.scheme().hasTls()
                    && !attempt.endpoint.scheme().isWebSocket()) {
                attempt.open(context);
            }
        }

        private void end(ChannelHandlerContext context, Throwable cause) {
            if (!attempt.over) {
                attempt.fail(cause);
                context.close();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (!handshake.isSuccess()) {
                    end(context, handshake.cause());
                } else if (!attempt.endpoint.scheme().isWebSocket()) {
                    attempt.open(context);
                }
            } else if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                attempt.open(context);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf bytes) {
                bytes.release();
            }
            end(context, new ConnectException("the broker spoke before it was asked"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end(context, cause);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(context, new ConnectException("the broker closed the connection"));
        }
    }
}
