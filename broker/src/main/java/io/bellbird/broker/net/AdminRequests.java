package io.bellbird.broker.net;

import io.bellbird.broker.net.Routes.Answer;
import io.bellbird.broker.net.Routes.Route;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP requests of one connection to the admin listener, one after the other: the next is read when the answer to the
 * one before has left. Belongs to the admin thread.
 */
final class AdminRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger log = LoggerFactory.getLogger(AdminRequests.class);

    private static final int LINE_BYTES_MAX = 2 * 1024;
    private static final int HEADERS_BYTES_MAX = 8 * 1024;
    /** No request needs a body. */
    private static final int BODY_BYTES_MAX = 1024;
    /** The first request must be there by then. */
    private static final int FIRST_REQUEST_SECONDS = 10;
    /** And each further one so long after the answer to the one before. */
    private static final int NEXT_REQUEST_SECONDS = 60;
    /** A request is answered, and the answer taken, within that time. */
    private static final int ANSWER_SECONDS = 15;

    private final Routes routes;
    /** Names by which clients may call the server, in lower case; empty when any will do. */
    private final Set<String> hosts;

    private @Nullable Future<?> deadline;

    private AdminRequests(Routes routes, Set<String> hosts) {
        this.routes = routes;
        this.hosts = hosts;
    }

    /** Puts HTTP on a channel that does not read by itself. */
    static void addTo(ChannelPipeline pipeline, Routes routes, Set<String> hosts) {
        pipeline.addLast(
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(LINE_BYTES_MAX)
                        .setMaxHeaderSize(HEADERS_BYTES_MAX)),
                new HttpObjectAggregator(BODY_BYTES_MAX, true),
                new FlowControlHandler(),
                new AdminRequests(routes, hosts));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        closeAfter(context, FIRST_REQUEST_SECONDS);
        context.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void closeAfter(ChannelHandlerContext context, int seconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor().schedule(() -> context.close(), seconds, TimeUnit.SECONDS);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        closeAfter(context, ANSWER_SECONDS);
        boolean head = request.method().equals(HttpMethod.HEAD);
        if (request.decoderResult().isFailure()) {
            send(context, Answer.line(HttpResponseStatus.BAD_REQUEST, "this is no HTTP request"), false, false);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        Route route = routes.find(request.uri());
        if (!hasGoodHost(request)) {
            Answer answer = Answer.line(
                    HttpResponseStatus.BAD_REQUEST,
                    "the Host header does not name this server: use 127.0.0.1, localhost or the address of admin_listener");
            send(context, answer, head, false);
        } else if (!head && !request.method().equals(HttpMethod.GET)) {
            send(context, Answer.line(HttpResponseStatus.METHOD_NOT_ALLOWED, "use GET or HEAD"), false, false);
        } else if (route == null) {
            Answer answer =
                    Answer.line(HttpResponseStatus.NOT_FOUND, "there are /metrics, /health/live and /health/ready");
            send(context, answer, head, keepAlive);
        } else {
            route.answer(answer -> send(context, answer, head, keepAlive));
        }
    }

    /** A page of somebody else may have given its own name our address, so that browsers read from here for it. */
    private boolean hasGoodHost(FullHttpRequest request) {
        List<String> named = request.headers().getAll(HttpHeaderNames.HOST);
        if (named.size() != 1) {
            return named.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        }
        return hosts.isEmpty() || hosts.contains(withoutPort(named.get(0)).toLowerCase(Locale.ROOT));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0 || colon < host.lastIndexOf(']') ? host : host.substring(0, colon);
    }

    private void send(ChannelHandlerContext context, Answer answer, boolean head, boolean keepAlive) {
        ByteBuf body = ByteBufUtil.writeUtf8(context.alloc(), answer.body());
        int length = body.readableBytes();
        if (head) {
            body.release();
            body = Unpooled.EMPTY_BUFFER;
        }
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, answer.status(), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set("X-Content-Type-Options", "nosniff");
        if (answer.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        context.writeAndFlush(response).addListener(left -> {
            if (keepAlive && left.isSuccess()) {
                closeAfter(context, NEXT_REQUEST_SECONDS);
                // not from within the reading of this request, at whose end the handlers before forget it
                context.executor().execute(context::read);
            } else {
                context.close();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("from={} closed", Peers.text(context.channel()), cause);
        context.close();
    }
}
