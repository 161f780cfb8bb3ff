package io.bellbird.e2e.wire;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds a broker's packets in bytes that come in pieces. Immutable. */
public final class PacketReader {
    private static final int LENGTH_SHIFT_MAX = 21;

    private final Mqtt version;

    public PacketReader(Mqtt version) {
        this.version = version;
    }

    /**
     * Takes the next packet out of a buffer.
     *
     * @return null when it is not there as a whole, and then nothing is taken
     * @throws IOException when it is none
     */
    public @Nullable Packet next(ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        byte[] body = body(bytes);
        if (body == null) {
            bytes.position(start);
            return null;
        }
        int firstByte = Byte.toUnsignedInt(bytes.get(start));
        try {
            return new PacketBody(version, firstByte & 0x0F, body).packet(firstByte >> 4);
        } catch (BufferUnderflowException e) {
            throw new IOException("the broker sent a packet of type " + (firstByte >> 4) + " that is too short", e);
        }
    }

    private static byte @Nullable [] body(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() < 2) {
            return null;
        }
        bytes.get();
        int length = 0;
        for (int shift = 0; bytes.hasRemaining(); shift += 7) {
            int digit = Byte.toUnsignedInt(bytes.get());
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return content(bytes, length);
            }
            if (shift == LENGTH_SHIFT_MAX) {
                throw new IOException("the broker sent a packet whose length does not end");
            }
        }
        return null;
    }

    private static byte @Nullable [] content(ByteBuffer bytes, int length) {
        if (bytes.remaining() < length) {
            return null;
        }
        byte[] content = new byte[length];
        bytes.get(content);
        return content;
    }
}
