package io.bellbird.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.ListenerConfig;
import io.bellbird.broker.config.ProxyProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;

/**
 * One connection of a proxy, up to where the client's own bytes begin, without a socket. Counts the memory of its buffers:
 * when it is closed, all of it must have been given back.
 */
final class EmbeddedProxied implements AutoCloseable {
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false, true);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    EmbeddedProxied(ProxyProtocol version) {
        channel.config().setAllocator(memory);
        channel.pipeline()
                .addLast(new BehindProxy(
                        ListenerConfig.builder("", 1883).proxyProtocol(version).build()));
        channel.pipeline().addLast(new Rest());
    }

    private final class Rest extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            ByteBuf bytes = (ByteBuf) message;
            bytes.readBytes(passed, bytes.readableBytes());
            bytes.release();
        }
    }

    /** Receives bytes in one piece; does nothing when it is closed. */
    void receive(byte[] bytes, int begin, int end) {
        if (channel.isOpen()) {
            channel.writeInbound(memory.buffer(end - begin).writeBytes(bytes, begin, end - begin));
        }
    }

    EmbeddedProxied receive(byte[] bytes) {
        receive(bytes, 0, bytes.length);
        return this;
    }

    /** The client's own bytes. */
    byte[] passed() {
        return passed.toByteArray();
    }

    /** The client's address; "unknown" while nobody has said it. */
    String client() {
        return Peers.text(channel);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Nothing stands before the client's own bytes any more. */
    boolean isPassing() {
        return channel.pipeline().get(BehindProxy.class) == null;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        assertThat(memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory())
                .as("bytes that leaked")
                .isZero();
    }
}
