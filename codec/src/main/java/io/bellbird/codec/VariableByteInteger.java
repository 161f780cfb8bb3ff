package io.bellbird.codec;

import io.netty.buffer.ByteBuf;

/** The Variable Byte Integer of section 1.5.5: 0..268,435,455 in one to four bytes, always as few as possible. */
final class VariableByteInteger {
    /** The largest that four bytes hold. */
    static final int MAX = 268_435_455;
    /** The longest form, in bytes. */
    static final int BYTES_MAX = 4;

    private VariableByteInteger() {}

    /**
     * How many bytes it takes, 1..4.
     *
     * @throws IllegalArgumentException when it is negative or above {@link #MAX}
     */
    static int length(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(value + " does not fit into a Variable Byte Integer");
        }
        if (value < 1 << 7) {
            return 1;
        }
        if (value < 1 << 14) {
            return 2;
        }
        return value < 1 << 21 ? 3 : 4;
    }

    /** Appends it in its shortest form [MQTT-1.5.5-1]; {@code value} is 0..{@link #MAX}. */
    static void write(int value, ByteBuf out) {
        int rest = value;
        while (rest > 0x7F) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }
}
