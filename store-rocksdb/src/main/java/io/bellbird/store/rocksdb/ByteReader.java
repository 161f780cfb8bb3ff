package io.bellbird.store.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a {@link ByteWriter} wrote.
 *
 * <p>Each method throws {@link DamagedValueException} when there are too few bytes.
 */
final class ByteReader {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOW_32 = 0xFFFF_FFFFL;
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] array;
    private int position;

    ByteReader(byte[] array) {
        this.array = array;
    }

    int remaining() {
        return array.length - position;
    }

    /** Skips so many bytes. */
    private int advance(int count) {
        if (count < 0 || count > remaining()) {
            throw new DamagedValueException(
                    "it ends at byte " + array.length + ", but has to have " + count + " bytes from " + position);
        }
        int start = position;
        position += count;
        return start;
    }

    /** Makes sure that all was read. */
    void end() {
        if (remaining() != 0) {
            throw new DamagedValueException(remaining() + " bytes more than it should have");
        }
    }

    int get8() {
        return array[advance(1)] & 0xFF;
    }

    /** A byte in which only bits of {@code allowed} may be set. */
    int getFlags(int allowed) {
        int flags = get8();
        if ((flags & ~allowed) != 0) {
            throw new DamagedValueException("unknown flags 0x" + Integer.toHexString(flags));
        }
        return flags;
    }

    int get16() {
        return (short) SHORTS.get(array, advance(2)) & 0xFFFF;
    }

    long get32() {
        return (int) INTS.get(array, advance(4)) & LOW_32;
    }

    long get48() {
        long high = get16();
        return high << 32 | get32();
    }

    long get64() {
        return (long) LONGS.get(array, advance(8));
    }

    byte[] getBytes(long count) {
        if (count > remaining()) {
            throw new DamagedValueException(remaining() + " bytes are left where " + count + " should be");
        }
        int start = advance((int) count);
        return Arrays.copyOfRange(array, start, position);
    }

    /** A text after its length. */
    String getText() {
        return getText(get16());
    }

    /** A text of so many bytes. */
    String getText(int count) {
        int start = advance(count);
        String text = new String(array, start, count, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : getStrictly(start, count);
    }

    /** What is not UTF-8 became U+FFFD; but that may also be in the text itself. */
    private String getStrictly(int start, int count) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array, start, count))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DamagedValueException("a text that is not UTF-8", e);
        }
    }
}
