package io.bellbird.broker.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.List;

/**
 * Frames of a client (RFC 6455, section 5.2). What is in data frames is handed on as it comes, joined, so that nobody
 * makes the broker hold a frame by announcing a long one; control frames, which are short, are handed on whole.
 */
final class FrameReader extends ByteToMessageDecoder {
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 0x7F;
    private static final int MASK_BYTES = 4;

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int CONTROL_BYTES_MAX = 125;

    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;

    /** Of the frame whose payload comes; turned as the bytes pass, so that its first byte is for the next one. */
    private int mask;

    private int opcode;
    private long leftBytes;
    private boolean inFrame;
    /** A message has begun whose last frame has not come. */
    private boolean inMessage;

    /** What the data frames of the bytes that are being read had, joined: so all of it is handed on at once. */
    private int dataFrom;

    private int dataTo;

    /** A close frame came, or what is no frame: what still comes is thrown away. */
    private boolean ended;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        dataFrom = in.readerIndex();
        dataTo = dataFrom;
        try {
            boolean more = true;
            while (more && !ended) {
                more = (inFrame || readHeader(in)) && readPayload(in, out);
            }
        } finally {
            handOnData(in, out);
        }
        if (ended) {
            in.skipBytes(in.readableBytes());
        }
    }

    /** Whether the whole header was there. */
    private boolean readHeader(ByteBuf in) {
        if (in.readableBytes() < 2) {
            return false;
        }
        int first = in.getUnsignedByte(in.readerIndex());
        int second = in.getUnsignedByte(in.readerIndex() + 1);
        check(first, second);
        if (in.readableBytes() < headerBytes(second & SHORT_LENGTH)) {
            return false;
        }
        in.skipBytes(2);
        long length = length(in, second & SHORT_LENGTH);
        if (length < 0) {
            throw violation("a frame with a length below 0");
        }
        opcode = first & OPCODE;
        if (opcode < CLOSE) {
            inMessage = (first & FIN) == 0;
        }
        mask = in.readInt();
        leftBytes = length;
        inFrame = true;
        return true;
    }

    private static int headerBytes(int shortLength) {
        int more =
                switch (shortLength) {
                    case TWO_BYTE_LENGTH -> Short.BYTES;
                    case EIGHT_BYTE_LENGTH -> Long.BYTES;
                    default -> 0;
                };
        return 2 + more + MASK_BYTES;
    }

    private static long length(ByteBuf in, int shortLength) {
        return switch (shortLength) {
            case TWO_BYTE_LENGTH -> in.readUnsignedShort();
            case EIGHT_BYTE_LENGTH -> in.readLong();
            default -> shortLength;
        };
    }

    private void check(int first, int second) {
        int type = first & OPCODE;
        if (type == TEXT) {
            throw broken(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "a text frame [MQTT-6.0.0-1]");
        }
        if ((first & RESERVED) != 0 || (second & MASKED) == 0) {
            throw violation("a frame with reserved bits or without a mask");
        }
        boolean known =
                switch (type) {
                    case CONTINUATION -> inMessage;
                    case BINARY -> !inMessage;
                    case CLOSE, PING, PONG -> (first & FIN) != 0 && (second & SHORT_LENGTH) <= CONTROL_BYTES_MAX;
                    default -> false;
                };
        if (!known) {
            throw violation("a frame of type " + type + " that is not allowed there");
        }
    }

    /** Takes as much of the frame as is there; false when that is not all. */
    private boolean readPayload(ByteBuf in, List<Object> out) {
        if (opcode >= CLOSE) {
            return readControl(in, out);
        }
        int bytes = (int) Math.min(leftBytes, in.readableBytes());
        if (dataFrom == dataTo) {
            dataFrom = in.readerIndex();
            dataTo = dataFrom;
        }
        unmask(in, bytes, dataTo);
        dataTo += bytes;
        leftBytes -= bytes;
        inFrame = leftBytes > 0;
        return !inFrame;
    }

    private boolean readControl(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < leftBytes) {
            return false;
        }
        if (opcode == CLOSE && leftBytes == 1) {
            throw violation("a close frame with half a status");
        }
        handOnData(in, out);
        ByteBuf payload = in.retainedSlice(in.readerIndex(), (int) leftBytes);
        unmask(in, (int) leftBytes, in.readerIndex());
        inFrame = false;
        switch (opcode) {
            case CLOSE -> {
                ended = true;
                out.add(new CloseWebSocketFrame(true, 0, payload));
            }
            case PING -> out.add(new PingWebSocketFrame(payload));
            default -> out.add(new PongWebSocketFrame(payload));
        }
        return true;
    }

    private void handOnData(ByteBuf in, List<Object> out) {
        if (dataTo > dataFrom) {
            out.add(in.retainedSlice(dataFrom, dataTo - dataFrom));
        }
        dataFrom = dataTo;
    }

    /**
     * Reads bytes without their mask.
     *
     * @param target where in the buffer they go, which is where they are or before that
     */
    private void unmask(ByteBuf in, int bytes, int target) {
        long wide = ((long) mask << Integer.SIZE) | (mask & 0xFFFF_FFFFL);
        int moved = in.readerIndex() - target;
        int end = in.readerIndex() + bytes;
        int index = in.readerIndex();
        for (; index + Long.BYTES <= end; index += Long.BYTES) {
            in.setLong(index - moved, in.getLong(index) ^ wide);
        }
        for (; index < end; index++) {
            in.setByte(index - moved, in.getByte(index) ^ (mask >>> 24));
            mask = Integer.rotateLeft(mask, Byte.SIZE);
        }
        in.readerIndex(end);
    }

    private CorruptedWebSocketFrameException violation(String text) {
        return broken(WebSocketCloseStatus.PROTOCOL_ERROR, text);
    }

    private CorruptedWebSocketFrameException broken(WebSocketCloseStatus status, String text) {
        ended = true;
        return new CorruptedWebSocketFrameException(status, text);
    }
}
