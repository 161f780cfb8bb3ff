package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes on their way to one client: packets are appended to one buffer, which leaves when the turn of the loop
 * ends. While the socket takes nothing, the buffer stays here and goes on growing.
 */
@ShardConfined
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final int CAPACITY_MIN = 256;
    private static final int CAPACITY_FIRST_MAX = 64 * 1024;
    /** A peer that takes nothing is cut off so long after its end was decided. */
    private static final int CLOSE_SECONDS_MAX = 5;

    private final Channel channel;
    private final NettyShardLoop loop;
    private @Nullable ByteBuf pending;
    private boolean flushRequested;
    private boolean closing;
    /** What left last time, a guess at what comes next. */
    private int lastBytes = CAPACITY_MIN;
    /** What the shard's memory count has of this outbox. */
    private long countedBytes;
    /** Told when all that was handed on has left. */
    private boolean watching;

    Outbox(Channel channel, NettyShardLoop loop) {
        this.channel = channel;
        this.loop = loop;
    }

    /** Where the next packet is appended. */
    ByteBuf buffer() {
        if (pending == null) {
            pending = channel.alloc().directBuffer(Math.max(CAPACITY_MIN, Math.min(lastBytes, CAPACITY_FIRST_MAX)));
        }
        if (!flushRequested) {
            flushRequested = true;
            loop.flushSoon(this);
        }
        return pending;
    }

    /** Bytes that the socket has not taken. */
    long waitingBytes() {
        ChannelOutboundBuffer handedOn = channel.unsafe().outboundBuffer();
        long bytes = pending == null ? 0 : pending.readableBytes();
        return handedOn == null ? bytes : bytes + handedOn.totalPendingWriteBytes();
    }

    /**
     * Hands on what is pending, unless the socket is full: then {@link #onWritable} will. What fails here costs this
     * channel, and no other that is flushed in the same turn.
     */
    void flush() {
        flushRequested = false;
        try {
            if (pending != null && (channel.isWritable() || closing)) {
                handOn(pending);
            }
            count();
        } catch (RuntimeException | AssertionError bug) {
            loop.shard().counters().increment(Counter.BUGS);
            log.error("to={} closed, this is a defect of the broker", Peers.text(channel.remoteAddress()), bug);
            channel.close();
        }
    }

    private void handOn(ByteBuf leaving) {
        pending = null;
        lastBytes = leaving.readableBytes();
        loop.shard().counters().add(Counter.BYTES_SENT, lastBytes);
        if (closing) {
            leaveLast(leaving);
        } else {
            channel.writeAndFlush(leaving, channel.voidPromise());
        }
    }

    /** What the socket has not taken when the turn ends is memory of the shard; mostly that is nothing. */
    private void count() {
        ChannelOutboundBuffer handedOn = channel.unsafe().outboundBuffer();
        boolean allLeft = handedOn == null || handedOn.isEmpty();
        count((pending == null ? 0 : pending.readableBytes()) + (allLeft ? 0 : handedOn.totalPendingWriteBytes()));
        if (!allLeft && !watching) {
            watching = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> {
                watching = false;
                if (countedBytes > 0) {
                    count();
                }
            });
        }
    }

    private void count(long waitingBytes) {
        if (waitingBytes != countedBytes) {
            loop.shard().memory().add(waitingBytes - countedBytes);
            countedBytes = waitingBytes;
            loop.endTurnSoon();
        }
    }

    /** Closes when these bytes have left, or when the peer has not taken them for a while. */
    private void leaveLast(ByteBuf bytes) {
        ChannelFuture left = channel.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
        if (!left.isDone()) {
            Future<?> tooLate =
                    channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
            channel.closeFuture().addListener(closed -> tooLate.cancel(false));
        }
    }

    /** The socket takes bytes again. */
    void onWritable() {
        if (!flushRequested) {
            flush();
        }
    }

    /** Closes the channel when everything appended so far has left. */
    void close() {
        closing = true;
        if (pending == null) {
            leaveLast(Unpooled.EMPTY_BUFFER);
        } else if (!flushRequested) {
            flush();
        }
    }

    /** The channel is gone: drops what is left. */
    void release() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
        count(0);
    }
}
