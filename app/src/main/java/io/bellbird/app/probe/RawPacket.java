package io.bellbird.app.probe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Builds packets byte by byte, so that they may be wrong. */
final class RawPacket {
    private static final int LENGTH_BITS = 7;
    private static final int CONTINUES = 0x80;

    private final int first;
    private final ByteBuf body = Unpooled.buffer();

    /** @param first the byte with type and flags */
    RawPacket(int first) {
        this.first = first;
    }

    RawPacket octets(int... values) {
        for (int value : values) {
            body.writeByte(value);
        }
        return this;
    }

    RawPacket number(int value) {
        body.writeShort(value);
        return this;
    }

    RawPacket text(String text) {
        return binary(text.getBytes(StandardCharsets.UTF_8));
    }

    /** With its length before it. */
    RawPacket binary(byte[] bytes) {
        body.writeShort(bytes.length);
        body.writeBytes(bytes);
        return this;
    }

    /** The packet, with its true length. */
    byte[] bytes() {
        ByteBuf out = Unpooled.buffer().writeByte(first);
        int length = body.readableBytes();
        while (length >= CONTINUES) {
            out.writeByte((length % CONTINUES) | CONTINUES);
            length >>= LENGTH_BITS;
        }
        out.writeByte(length).writeBytes(body);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
