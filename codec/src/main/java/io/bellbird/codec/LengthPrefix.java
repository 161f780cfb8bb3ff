package io.bellbird.codec;

import io.netty.buffer.ByteBuf;

/**
 * A length in front of bytes that are written before their number is known: the Remaining Length of a packet, or a
 * Property Length. Room is left for the shortest form; what is longer is moved, which seldom happens.
 */
final class LengthPrefix {
    private LengthPrefix() {}

    /**
     * Leaves room for the length.
     *
     * @return where the counted bytes begin, to be given to {@link #end}
     */
    static int begin(ByteBuf out) {
        out.writeByte(0);
        return out.writerIndex();
    }

    /** Writes the length of all that was written since {@link #begin}. */
    static void end(int begin, ByteBuf out) {
        int length = out.writerIndex() - begin;
        int prefixLength = VariableByteInteger.length(length);
        if (prefixLength == 1) {
            out.setByte(begin - 1, length);
            return;
        }
        byte[] counted = new byte[length];
        out.getBytes(begin, counted);
        out.writerIndex(begin - 1);
        VariableByteInteger.write(length, out);
        out.writeBytes(counted);
    }
}
