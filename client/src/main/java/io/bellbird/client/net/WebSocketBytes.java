package io.bellbird.client.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.ProtocolException;
import java.net.URI;
import java.util.Map;

/** Carries bytes in binary frames, and takes them out of frames of any length [MQTT-6.0.0-1] [MQTT-6.0.0-2]. */
final class WebSocketBytes extends ChannelDuplexHandler {
    private static final int FRAME_BYTES_MAX = 268_435_460;

    /** What asks for a WebSocket with the subprotocol {@code mqtt} [MQTT-6.0.0-3]. */
    static ChannelHandler handshake(Endpoint endpoint, Map<String, String> headers) {
        HttpHeaders own = new DefaultHttpHeaders();
        headers.forEach(own::add);
        return new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(URI.create(endpoint.toString()))
                .subprotocol("mqtt")
                .customHeaders(own)
                .maxFramePayloadLength(FRAME_BYTES_MAX)
                .handshakeTimeoutMillis(Integer.MAX_VALUE) // whoever has dialled ends it
                .build());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame) {
            context.fireChannelRead(((WebSocketFrame) message).content());
        } else {
            ((WebSocketFrame) message).release();
            context.fireExceptionCaught(new ProtocolException("the broker sent a WebSocket frame that is not binary"));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        context.write(message instanceof ByteBuf bytes ? new BinaryWebSocketFrame(bytes) : message, promise);
    }
}
