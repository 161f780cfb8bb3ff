package io.bellbird.client.net;

import io.bellbird.codec.Decoder;
import io.bellbird.codec.Encoder;
import io.bellbird.codec.MqttVersion;
import io.bellbird.codec.Packet;
import io.bellbird.codec.TopicCache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection with a broker: packets in, packets out. What is written in a turn of the loop leaves together when it
 * ends. Belongs to its loop.
 */
public final class Link extends ChannelInboundHandlerAdapter {
    private static final int BUFFER_BYTES = 512;
    /** A buffer with so many bytes is handed on, and the next begins. */
    private static final int FULL_BYTES = 32 * 1024;
    /** A broker that takes nothing, or does not close, is cut off so long after the end was decided. */
    private static final int CLOSE_SECONDS_MAX = 2;

    private final Channel channel;
    private Peer peer;
    private @Nullable Decoder decoder;
    private MqttVersion version = MqttVersion.V5;
    /** Bytes of a packet of which the rest has not come. */
    private @Nullable ByteBuf begun;

    private @Nullable ByteBuf pending;
    private boolean flushRequested;
    private long sentBytesMax = Long.MAX_VALUE;
    private boolean ended;
    private @Nullable Throwable failure;
    private @Nullable Future<?> deadline;

    /** Whoever has the link. */
    public interface Peer {
        /** The way to the broker is open; nothing was sent or read yet. */
        void onOpen(Link link);

        /** A packet came. What this throws is a failure. */
        void onPacket(Packet packet);

        /** What came is no packet, or could not be handled: the peer ends the link. */
        void onFailure(RuntimeException cause);

        /** All that came in one piece was handed on. */
        void onReadComplete();

        /** What has been written so far is handed to the socket; {@code left} is done when it has taken that. */
        void onHandedOn(ChannelFuture left);

        /** The socket takes bytes again. */
        void onWritable();

        /** The end, once: of an open link, or because there was none. */
        void onClosed(@Nullable Throwable cause);
    }

    Link(Channel channel, Peer peer) {
        this.channel = channel;
        this.peer = peer;
    }

    /**
     * Sets what is spoken, before the first packet is written.
     *
     * @param packetBytesMax the largest to accept
     * @param topicAliasMaximum what the broker may use
     */
    public void speak(MqttVersion spoken, TopicCache topics, int packetBytesMax, int topicAliasMaximum) {
        version = spoken;
        decoder = Decoder.forClient(spoken, topics, packetBytesMax);
        decoder.acceptTopicAliases(topicAliasMaximum);
        channel.config().setAutoRead(true);
    }

    /** From now on another one has the link. */
    public void passTo(Peer next) {
        peer = next;
    }

    /** What is spoken. */
    public MqttVersion version() {
        return version;
    }

    /** Sets the largest packet that the broker takes [MQTT-3.2.2-15]. */
    public void limitPackets(long bytesMax) {
        sentBytesMax = bytesMax;
    }

    /**
     * Appends a packet; after the end was decided nothing leaves any more.
     *
     * @return false when it is larger than the broker takes, and is left out
     */
    public boolean write(Packet packet) {
        ByteBuf out = buffer();
        int start = out.writerIndex();
        Encoder.encode(packet, version, out);
        if (out.writerIndex() - start > sentBytesMax) {
            out.writerIndex(start);
            return false;
        }
        return true;
    }

    /** Where the next packet is appended; it leaves when the turn ends. */
    public ByteBuf buffer() {
        if (!ended && pending != null && pending.readableBytes() >= FULL_BYTES) {
            channel.write(pending, channel.voidPromise());
            pending = null;
        }
        if (pending == null) {
            pending = channel.alloc().directBuffer(BUFFER_BYTES);
        }
        if (!flushRequested) {
            flushRequested = true;
            channel.eventLoop().execute(this::flush);
        }
        return pending;
    }

    private void flush() {
        flushRequested = false;
        if (pending != null) {
            ByteBuf leaving = pending;
            pending = null;
            peer.onHandedOn(ended ? drop(leaving) : channel.writeAndFlush(leaving));
        }
    }

    private ChannelFuture drop(ByteBuf late) {
        late.release();
        return channel.newFailedFuture(new ClosedChannelException());
    }

    /** Whether the socket takes what is written, so that little lies here. */
    public boolean isWritable() {
        return !ended && channel.isWritable();
    }

    /** Whether bytes of the broker are taken; what was read already still comes. */
    public void read(boolean on) {
        if (!ended) {
            channel.config().setAutoRead(on);
        }
    }

    /** Whether it reads. */
    public boolean isReading() {
        return channel.config().isAutoRead();
    }

    /**
     * Ends when all that was written has left and the broker has closed, too, or after a while. A socket that is closed
     * answers what the broker still sends with a reset, by which the broker may lose what it has not read: a DISCONNECT, so
     * that the will would be published.
     */
    public void closeWhenSent(@Nullable Throwable cause) {
        if (ended) {
            return;
        }
        failure = cause;
        ByteBuf last = pending == null ? Unpooled.EMPTY_BUFFER : pending;
        pending = null;
        ended = true;
        ChannelFuture left = channel.writeAndFlush(last);
        peer.onHandedOn(left);
        left.addListener(sent -> sayLast());
        channel.config().setAutoRead(true); // what still comes is dropped
        deadline = channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Nothing more will be sent. */
    private void sayLast() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ((DuplexChannel) channel).shutdownOutput();
        } else {
            tls.closeOutbound().addListener(said -> ((DuplexChannel) channel).shutdownOutput());
        }
    }

    /** Ends now. */
    public void close(@Nullable Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        ended = true;
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (begun != null) {
                in = begun.writeBytes(in);
                ((ByteBuf) message).release();
                begun = null;
            }
            readPackets(in);
            if (in.isReadable() && !ended) {
                begun = keep(context, in);
                return;
            }
        } catch (RuntimeException broken) {
            peer.onFailure(broken);
        }
        in.release();
    }

    private void readPackets(ByteBuf in) {
        while (!ended) {
            Packet packet = decoder == null ? null : decoder.decode(in);
            if (packet == null) {
                return;
            }
            peer.onPacket(packet);
        }
    }

    /** The rest of what was read, in a buffer that can grow. */
    private static ByteBuf keep(ChannelHandlerContext context, ByteBuf in) {
        ByteBuf kept = context.alloc()
                .buffer(Math.max(BUFFER_BYTES, 2 * in.readableBytes()))
                .writeBytes(in);
        in.release();
        return kept;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        peer.onReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && !ended) {
            peer.onWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
        peer.onClosed(failure);
    }

    private void release() {
        ended = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (begun != null) {
            begun.release();
            begun = null;
        }
        if (pending != null) {
            ByteBuf late = pending;
            pending = null;
            peer.onHandedOn(drop(late));
        }
    }
}
