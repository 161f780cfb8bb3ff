package io.bellbird.broker.net;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.bellbird.broker.config.WebSocketConfig;
import io.bellbird.broker.monitor.LogText;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP request of a connection: it becomes MQTT over WebSocket, gets a file, or is refused. Every answer but
 * that to a handshake ends the connection.
 */
final class HttpRequests extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HttpRequests.class);

    private static final String WEBSOCKET_VERSION = "13";

    private final WebSocketConfig config;
    private final @Nullable HttpFiles files;
    private boolean answered;

    private HttpRequests(WebSocketConfig config, @Nullable HttpFiles files) {
        this.config = config;
        this.files = files;
    }

    /**
     * Puts HTTP in front of what follows in the pipeline.
     *
     * @param files for browsers, or null
     */
    static void addTo(ChannelPipeline pipeline, WebSocketConfig config, @Nullable HttpFiles files) {
        pipeline.addLast(new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(config.headersBytesMax())
                .setMaxHeaderSize(config.headersBytesMax())));
        pipeline.addLast(new HttpRequests(config, files));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!answered && message instanceof HttpRequest request) {
            onRequest(context, request);
        } else if (answered) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private void onRequest(ChannelHandlerContext context, HttpRequest request) {
        HttpResponseStatus refusal = check(request);
        if (refusal != null) {
            refuse(context, request, refusal);
        } else if (isUpgrade(request)) {
            WebSocket.addBehind(context, request);
            context.fireChannelRead(request);
            context.pipeline().remove(this);
        } else if (files != null) {
            answered = true;
            ReferenceCountUtil.release(request);
            files.answer(context, request);
        }
    }

    /** Why a request is refused; null when it is not. */
    private @Nullable HttpResponseStatus check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            Throwable cause = request.decoderResult().cause();
            if (cause instanceof TooLongHttpHeaderException) {
                return HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            }
            return cause instanceof TooLongHttpLineException
                    ? HttpResponseStatus.REQUEST_URI_TOO_LONG
                    : HttpResponseStatus.BAD_REQUEST;
        }
        if (isUpgrade(request)) {
            return isFromAllowedOrigin(request) ? null : HttpResponseStatus.FORBIDDEN;
        }
        if (files == null || request.headers().contains(SEC_WEBSOCKET_VERSION)) {
            return HttpResponseStatus.UPGRADE_REQUIRED;
        }
        boolean reads =
                request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return reads ? null : HttpResponseStatus.METHOD_NOT_ALLOWED;
    }

    /** Of several versions, of which only one may stand there, the first counts: so does it in the handshake. */
    private static boolean isUpgrade(HttpRequest request) {
        return request.headers().containsValue(UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && WEBSOCKET_VERSION.equals(request.headers().get(SEC_WEBSOCKET_VERSION));
    }

    /** Only browsers name an origin, and they name the true one; who is none can connect from everywhere. */
    private boolean isFromAllowedOrigin(HttpRequest request) {
        String origin = request.headers().get(ORIGIN);
        return origin == null || config.origins().isEmpty() || config.origins().contains(origin);
    }

    private void refuse(ChannelHandlerContext context, HttpRequest request, HttpResponseStatus status) {
        answered = true;
        log.info(
                "from={} http request refused status={} path={}: {}",
                Peers.text(context.channel()),
                status.code(),
                request.decoderResult().isFailure() ? "unknown" : LogText.of(request.uri()),
                why(status));
        ReferenceCountUtil.release(request);
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            FullHttpResponse response = response(status);
            response.headers()
                    .set(UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .set(CONNECTION, "upgrade, close")
                    .set(SEC_WEBSOCKET_VERSION, WEBSOCKET_VERSION);
            send(context, response);
        } else if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            answer(context, status, ALLOW, "GET, HEAD");
        } else {
            answer(context, status);
        }
    }

    private String why(HttpResponseStatus status) {
        return switch (status.code()) {
            case 403 -> "its page comes from an origin that no websockets_origin names";
            case 405 -> "files are only read";
            case 414, 431 ->
                "it has more than " + config.headersBytesMax() + " bytes before its body, see websockets_headers_size";
            case 426 -> "it is no handshake of WebSocket, version " + WEBSOCKET_VERSION;
            default -> "it is not HTTP";
        };
    }

    /** Sends an answer without a body, and closes. */
    static void answer(ChannelHandlerContext context, HttpResponseStatus status) {
        send(context, response(status));
    }

    /** Sends an answer without a body and with one more header, and closes. */
    static void answer(ChannelHandlerContext context, HttpResponseStatus status, CharSequence name, String value) {
        FullHttpResponse response = response(status);
        response.headers().set(name, value);
        send(context, response);
    }

    private static FullHttpResponse response(HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().set(CONTENT_LENGTH, 0).set(CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    private static void send(ChannelHandlerContext context, FullHttpResponse response) {
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
