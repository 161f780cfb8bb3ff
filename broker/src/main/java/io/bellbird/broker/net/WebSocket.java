package io.bellbird.broker.net;

import io.bellbird.broker.config.LogType;
import io.bellbird.broker.monitor.LogText;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * MQTT over WebSocket (section 6): the handshake, and frames from and to the stream of bytes that MQTT sees. Frames may
 * split and join packets at will [MQTT-6.0.0-2].
 */
final class WebSocket extends ChannelDuplexHandler {
    private static final Logger log = LoggerFactory.getLogger(WebSocket.class);

    private static final Marker WEBSOCKETS = LogType.WEBSOCKETS.marker();

    private static final String SUBPROTOCOLS = "mqtt, mqttv3.1";
    private static final String PREFERRED_SUBPROTOCOL = "mqtt";
    private static final int BODY_BYTES_MAX = 1024;

    private WebSocket() {}

    /** Puts MQTT over WebSocket behind a handler, for the handshake that this request asks for. */
    static void addBehind(ChannelHandlerContext context, HttpRequest request) {
        choosePreferred(request);
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .subprotocols(SUBPROTOCOLS)
                .build();
        ChannelPipeline pipeline = context.pipeline();
        pipeline.addAfter(context.name(), "mqtt", new WebSocket());
        pipeline.addAfter(context.name(), "websocket", new WebSocketServerProtocolHandler(config));
        pipeline.addAfter(context.name(), "whole-request", new WholeRequest());
    }

    /** Waits for the body of a handshake, which has none in truth; what it refuses ends the connection. */
    private static final class WholeRequest extends HttpObjectAggregator {
        WholeRequest() {
            super(BODY_BYTES_MAX, true);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage request) {
            HttpRequests.answer(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        }
    }

    /** Of the subprotocols that a client offers, {@code mqtt} is taken wherever it stands [MQTT-6.0.0-4]. */
    private static void choosePreferred(HttpRequest request) {
        String offered = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
        if (Arrays.stream(offered.split(",", -1)).anyMatch(name -> name.strip().equals(PREFERRED_SUBPROTOCOL))) {
            request.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, PREFERRED_SUBPROTOCOL);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf) {
            context.fireChannelRead(message);
        } else {
            // HTTP behind a handshake that failed
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeComplete handshake) {
            context.pipeline().replace(WebSocket13FrameDecoder.class, "frames", new FrameReader());
            log.debug(
                    WEBSOCKETS,
                    "from={} websocket path={} subprotocol={}",
                    Peers.text(context.channel()),
                    LogText.of(handshake.requestUri()),
                    handshake.selectedSubprotocol());
        }
        context.fireUserEventTriggered(event);
    }

    private static void end(ChannelHandlerContext context, WebSocketCloseStatus status) {
        context.writeAndFlush(new CloseWebSocketFrame(status));
        context.close();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        boolean framed = message instanceof ByteBuf bytes && bytes.isReadable();
        context.write(framed ? new BinaryWebSocketFrame((ByteBuf) message) : message, promise);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            log.info("from={} closed: {}", Peers.text(context.channel()), cause.getMessage());
            end(context, broken.closeStatus());
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
