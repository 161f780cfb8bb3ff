package io.bellbird.store.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A byte array that grows while it is written. Numbers are big-endian, so that keys sort as their numbers do. */
final class ByteWriter {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int SEVEN_BITS = 0x7F;
    private static final int TEXT_BYTES_MAX = 0xFFFF;

    private byte[] array;
    private int length;

    /** An empty one. */
    ByteWriter(int capacity) {
        array = new byte[capacity];
    }

    int length() {
        return length;
    }

    /** Forgets what lies behind {@code newLength}. */
    void truncate(int newLength) {
        length = newLength;
    }

    /** Begins anew. */
    ByteWriter clear() {
        length = 0;
        return this;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(array, length);
    }

    private void ensure(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(Math.addExact(length, more), (int)
                    Math.min(2L * array.length, Integer.MAX_VALUE - 8)));
        }
    }

    ByteWriter put8(int value) {
        ensure(1);
        array[length++] = (byte) value;
        return this;
    }

    ByteWriter put16(int value) {
        ensure(2);
        SHORTS.set(array, length, (short) value);
        length += 2;
        return this;
    }

    ByteWriter put32(long value) {
        ensure(4);
        INTS.set(array, length, (int) value);
        length += 4;
        return this;
    }

    /** The number of a session, group or queue: the low 48 bits. */
    ByteWriter put48(long value) {
        return put16((int) (value >>> 32)).put32(value);
    }

    ByteWriter put64(long value) {
        ensure(8);
        LONGS.set(array, length, value);
        length += 8;
        return this;
    }

    ByteWriter putBytes(byte[] bytes) {
        return putBytes(bytes, 0, bytes.length);
    }

    ByteWriter putBytes(byte[] bytes, int offset, int count) {
        ensure(count);
        System.arraycopy(bytes, offset, array, length, count);
        length += count;
        return this;
    }

    ByteWriter putBytes(ByteWriter other) {
        return putBytes(other.array, 0, other.length);
    }

    /** A text of at most 65,535 bytes, after its length. */
    ByteWriter putText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > TEXT_BYTES_MAX) {
            throw new IllegalArgumentException("a text of " + utf8.length + " bytes");
        }
        return put16(utf8.length).putBytes(utf8);
    }

    /** A length as RocksDB writes it: seven bits in each byte, the lowest first. */
    ByteWriter putVariable(int value) {
        int rest = value;
        while (rest > SEVEN_BITS) {
            put8((rest & SEVEN_BITS) | (SEVEN_BITS + 1));
            rest >>>= 7;
        }
        return put8(rest);
    }

    /** Replaces four bytes by a number, the lowest byte first. */
    void set32LittleEndian(int index, int value) {
        INTS.set(array, index, Integer.reverseBytes(value));
    }
}
