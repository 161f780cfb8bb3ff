package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.WebSocketConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a listener for WebSockets, as it is up to where MQTT begins, without a socket. Counts the memory of
 * its buffers: when it is closed, all of it must have been given back.
 */
final class EmbeddedListener implements AutoCloseable {
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private @Nullable Throwable failure;

    /** @param files for browsers, which it reads in the thread of the test; or null */
    EmbeddedListener(WebSocketConfig config, @Nullable HttpFiles files) {
        channel.config().setAllocator(memory);
        channel.pipeline().addLast(new Socket());
        HttpRequests.addTo(channel.pipeline(), config, files);
        channel.pipeline().addLast(new Mqtt());
    }

    /** Takes bytes only. */
    private static final class Socket extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof ByteBuf) {
                context.write(message, promise);
            } else {
                ReferenceCountUtil.release(message);
                promise.setFailure(new UnsupportedOperationException(String.valueOf(message)));
            }
        }
    }

    /** Where MQTT begins. */
    private final class Mqtt extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            ByteBuf bytes = (ByteBuf) message;
            bytes.readBytes(data, bytes.readableBytes());
            bytes.release();
        }

        /** Like all that is in front of MQTT, only a handshake may fail: the peer is told, and that is the end. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof WebSocketHandshakeException)) {
                failure = cause;
            }
            context.close();
        }
    }

    /**
     * Receives bytes, in pieces of 1 to {@code pieceMax}, until they are over or the connection is.
     *
     * @return what MQTT has got of them
     */
    byte[] receive(byte[] bytes, int pieceMax) {
        data.reset();
        SplittableRandom random = new SplittableRandom(pieceMax);
        int received = 0;
        while (received < bytes.length && channel.isOpen()) {
            int length = Math.min(bytes.length - received, 1 + random.nextInt(pieceMax));
            channel.writeInbound(memory.buffer(length).writeBytes(bytes, received, length));
            received += length;
            takeSent();
        }
        assertThat(failure).as("what came where MQTT begins").isNull();
        return data.toByteArray();
    }

    private void takeSent() {
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            sent.writeBytes(ByteBufUtil.getBytes(bytes));
            bytes.release();
        }
    }

    /** What the peer was sent since this was last called. */
    byte[] sent() {
        byte[] bytes = sent.toByteArray();
        sent.reset();
        return bytes;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Bytes of all buffers that are in use. */
    long memoryBytes() {
        return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        assertThat(memoryBytes()).as("bytes that leaked").isZero();
    }
}
