package io.bellbird.e2e.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of one packet: what follows the fixed header first, then {@link #packet}. */
final class PacketBytes {
    private static final int CONTINUED = 0x80;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PacketBytes oneByte(int value) {
        bytes.write(value);
        return this;
    }

    PacketBytes twoBytes(int value) {
        return oneByte(value >>> 8).oneByte(value);
    }

    PacketBytes fourBytes(long value) {
        return twoBytes((int) (value >>> 16)).twoBytes((int) value);
    }

    /** A text of at most 65,535 bytes behind its length. */
    PacketBytes text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > 65_535) {
            throw new IllegalArgumentException("a text of " + encoded.length + " bytes");
        }
        return twoBytes(encoded.length).raw(encoded);
    }

    PacketBytes raw(byte[] content) {
        bytes.writeBytes(content);
        return this;
    }

    /** Properties, or another part, behind their length as a variable byte integer. */
    PacketBytes section(PacketBytes content) {
        return length(content.bytes.size()).raw(content.bytes.toByteArray());
    }

    /** The whole packet. */
    byte[] packet(int firstByte) {
        return new PacketBytes().oneByte(firstByte).section(this).bytes.toByteArray();
    }

    private PacketBytes length(int length) {
        int rest = length;
        while (rest >= CONTINUED) {
            oneByte(rest % CONTINUED | CONTINUED);
            rest /= CONTINUED;
        }
        return oneByte(rest);
    }
}
