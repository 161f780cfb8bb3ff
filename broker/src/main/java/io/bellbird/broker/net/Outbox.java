package io.bellbird.broker.net;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.codec.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes on their way to one client: packets are appended to one buffer, which leaves when the turn of the loop
 * ends. While the socket takes nothing, the buffer stays here and goes on growing; when it is large, the next begins,
 * since memory that a buffer has outgrown is of use only for smaller ones. Large payloads are shared by all their
 * receivers, and copied piece by piece as the socket takes them.
 */
@ShardConfined
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private static final int CAPACITY_MIN = 256;
    private static final int CAPACITY_FIRST_MAX = 64 * 1024;
    /** A buffer with so many bytes is full. */
    private static final int FULL_BYTES = 32 * 1024;
    /** Of a buffer that comes after a full one: mostly it need not grow. */
    private static final int CAPACITY_AFTER_FULL = 40 * 1024;
    /** A payload with so many bytes is not copied into a buffer. */
    private static final int LARGE_PAYLOAD_BYTES = 32 * 1024;
    /** Of a large payload so much leaves at once. */
    private static final int PIECE_BYTES = 256 * 1024;
    /** A buffer that has grown takes this times its capacity, with what it has outgrown. */
    private static final int GROWN = 2;
    /** A peer that takes nothing is cut off so long after its end was decided. */
    private static final int CLOSE_SECONDS_MAX = 5;

    private final Channel channel;
    private final NettyShardLoop loop;
    private @Nullable ByteBuf pending;
    /** Buffers before it. */
    private final Queue<ByteBuf> full = new ArrayDeque<>(0);

    private long fullBytes;
    private long fullCapacity;
    private boolean flushRequested;
    private boolean closing;
    /** What the pending buffer began with. */
    private int firstCapacity;
    /** Of the next buffer, a guess from what came before. */
    private int nextCapacity = CAPACITY_MIN;
    /** All that was ever handed on. */
    private long handedOnBytes;
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
        if (pending != null && pending.readableBytes() >= FULL_BYTES) {
            addFull(pending);
            pending = null;
            nextCapacity = CAPACITY_AFTER_FULL;
        }
        if (pending == null) {
            pending = channel.alloc().directBuffer(nextCapacity);
            firstCapacity = pending.capacity();
        }
        if (!flushRequested) {
            flushRequested = true;
            loop.flushSoon(this);
        }
        countGrowth(pending);
        return pending;
    }

    /** Appends the payload of the PUBLISH that was begun in {@link #buffer}. */
    void append(Bytes payload) {
        if (payload.length() < LARGE_PAYLOAD_BYTES || pending == null) {
            buffer().writeBytes(payload.array());
            return;
        }
        addFull(pending);
        pending = null;
        nextCapacity = CAPACITY_MIN;
        addFull(Unpooled.wrappedBuffer(payload.array()));
    }

    private void addFull(ByteBuf buffer) {
        full.add(buffer);
        fullBytes += buffer.readableBytes();
        fullCapacity += buffer.capacity();
    }

    /** Within a turn a message for thousands may come again and again; what has left is uncounted when it ends. */
    private void countGrowth(ByteBuf buffer) {
        long heldBytes = fullCapacity + heldBytes(buffer);
        if (heldBytes > countedBytes) {
            loop.shard().memory().add(heldBytes - countedBytes);
            countedBytes = heldBytes;
        }
    }

    private long heldBytes(ByteBuf buffer) {
        int capacity = buffer.capacity();
        return capacity > firstCapacity ? (long) capacity * GROWN : capacity;
    }

    /** Bytes that the socket has not taken. */
    long waitingBytes() {
        ChannelOutboundBuffer handedOn = channel.unsafe().outboundBuffer();
        long bytes = fullBytes + (pending == null ? 0 : pending.readableBytes());
        return handedOn == null ? bytes : bytes + handedOn.totalPendingWriteBytes();
    }

    /** Bytes that the socket has taken so far, of a buffer that is on its way as well. */
    long takenBytes() {
        return handedOnBytes - sumOfHandedOn(ByteBuf::readableBytes);
    }

    /** Whether the socket has not taken all that was handed on: it will when the peer receives. */
    boolean isBlocked() {
        ChannelOutboundBuffer handedOn = channel.unsafe().outboundBuffer();
        return handedOn != null && !handedOn.isEmpty();
    }

    /**
     * Hands on what is pending, unless the socket is full: then {@link #onWritable} will. What fails here costs this
     * channel, and no other that is flushed in the same turn.
     */
    void flush() {
        flushRequested = false;
        try {
            while (!isEmpty() && (channel.isWritable() || closing)) {
                handOn(next());
            }
            count();
        } catch (RuntimeException | AssertionError bug) {
            loop.shard().counters().increment(Counter.BUGS);
            log.error("to={} closed, this is a defect of the broker", Peers.text(channel), bug);
            channel.close();
        }
    }

    private boolean isEmpty() {
        return pending == null && full.isEmpty();
    }

    /** Takes out what leaves next: a buffer, or a piece of a large payload. */
    private ByteBuf next() {
        ByteBuf first = full.peek();
        if (first == null) {
            return takePending();
        }
        if (!first.isDirect()) {
            return takePiece(first);
        }
        removeFull();
        fullBytes -= first.readableBytes();
        return first;
    }

    private ByteBuf takePending() {
        ByteBuf last = Objects.requireNonNull(pending);
        pending = null;
        nextCapacity = Math.min(Math.max(CAPACITY_MIN, last.readableBytes()), CAPACITY_FIRST_MAX);
        return last;
    }

    private ByteBuf takePiece(ByteBuf payload) {
        int bytes = Math.min(PIECE_BYTES, payload.readableBytes());
        ByteBuf piece = channel.alloc().directBuffer(bytes).writeBytes(payload, bytes);
        fullBytes -= bytes;
        if (!payload.isReadable()) {
            removeFull();
            payload.release();
        }
        return piece;
    }

    private void removeFull() {
        fullCapacity -= full.remove().capacity();
    }

    private void handOn(ByteBuf leaving) {
        int bytes = leaving.readableBytes();
        handedOnBytes += bytes;
        loop.shard().counters().add(Counter.BYTES_SENT, bytes);
        if (closing && isEmpty()) {
            leaveLast(leaving);
        } else {
            channel.writeAndFlush(leaving, channel.voidPromise());
        }
    }

    /** What the socket has not taken when the turn ends is memory of the shard; mostly that is nothing. */
    private void count() {
        long open = pending == null ? 0 : heldBytes(pending);
        // a buffer takes its capacity, which may be twice what is in it, until the last byte of it has left
        count(fullCapacity + open + sumOfHandedOn(ByteBuf::capacity));
        if (isBlocked() && !watching) {
            watching = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(left -> {
                watching = false;
                if (countedBytes > 0) {
                    count();
                }
            });
        }
    }

    /** A sum over the buffers of which the socket has not taken all; mostly there are none. */
    private long sumOfHandedOn(ToLongFunction<ByteBuf> bytes) {
        ChannelOutboundBuffer handedOn = channel.unsafe().outboundBuffer();
        if (handedOn == null || handedOn.isEmpty()) {
            return 0;
        }
        long[] sum = {0};
        try {
            handedOn.forEachFlushedMessage(message -> {
                sum[0] += bytes.applyAsLong((ByteBuf) message);
                return true;
            });
        } catch (Exception e) {
            throw new IllegalStateException("what was handed on cannot be counted", e);
        }
        return sum[0];
    }

    private void count(long heldBytes) {
        if (heldBytes > countedBytes) {
            loop.endTurnSoon(); // where it is looked whether memory is full
        }
        if (heldBytes != countedBytes) {
            loop.shard().memory().add(heldBytes - countedBytes);
            countedBytes = heldBytes;
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
        if (isEmpty()) {
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
        full.forEach(ByteBuf::release);
        full.clear();
        fullBytes = 0;
        fullCapacity = 0;
        count(0);
    }
}
