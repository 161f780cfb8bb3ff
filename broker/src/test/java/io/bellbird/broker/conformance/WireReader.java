package io.bellbird.broker.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads the data types of section 1.5 from the bytes of one packet, and fails the test for what is malformed. */
final class WireReader {
    private final byte[] bytes;
    private int position;

    WireReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int remaining() {
        return bytes.length - position;
    }

    int oneByte() {
        return (int) number(1);
    }

    int twoBytes() {
        return (int) number(2);
    }

    long fourBytes() {
        return number(4);
    }

    /** A variable byte integer in its shortest form [MQTT-1.5.5-1]. */
    int variableByteInteger() {
        int value = 0;
        for (int shift = 0; shift <= 21; shift += 7) {
            int digit = oneByte();
            value |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                require(digit != 0 || shift == 0, "a variable byte integer is longer than it need be");
                return value;
            }
        }
        throw new AssertionError("a variable byte integer has more than four bytes: " + this);
    }

    /** A UTF-8 string that is well formed and holds no U+0000 [MQTT-1.5.4-1] [MQTT-1.5.4-2]. */
    String string() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(take(twoBytes())))
                    .toString();
            require(text.indexOf('\0') < 0, "a string holds U+0000");
            return text;
        } catch (CharacterCodingException e) {
            throw new AssertionError("a string is not well-formed UTF-8: " + this, e);
        }
    }

    /** Binary data in hexadecimal. */
    String binary() {
        return HexFormat.of().formatHex(take(twoBytes()));
    }

    /** The next {@code length} bytes. */
    byte[] take(int length) {
        require(remaining() >= length, "the packet ends too early");
        byte[] taken = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return taken;
    }

    private long number(int length) {
        long value = 0;
        for (byte b : take(length)) {
            value = (value << 8) | (b & 0xFF);
        }
        return value;
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw new AssertionError(problem + ": " + this);
        }
    }

    @Override
    public String toString() {
        return HexFormat.of().withUpperCase().withDelimiter(" ").formatHex(bytes);
    }
}
