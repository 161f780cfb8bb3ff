package io.bellbird.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Bytes as the samples write them. Two hexadecimal digits are a byte; {@code 'text'} is a UTF-8 Encoded String, with its
 * two bytes of length; {@code <text>} is the text alone; {@code [ ... ]} is what is between the brackets, with its length
 * as a Variable Byte Integer before it. Spaces have no meaning, but in texts.
 */
final class Wire {
    private final String notation;
    private int position;

    private Wire(String notation) {
        this.notation = notation;
    }

    static byte[] bytes(String notation) {
        return new Wire(notation).readUntil((char) 0);
    }

    static ByteBuf buffer(String notation) {
        return Unpooled.wrappedBuffer(bytes(notation));
    }

    /** All bytes of a buffer in hexadecimal, to compare and to show. */
    static String hex(ByteBuf buffer) {
        return ByteBufUtil.hexDump(buffer).toUpperCase(Locale.ROOT);
    }

    static String hex(byte[] bytes) {
        return hex(Unpooled.wrappedBuffer(bytes));
    }

    private byte[] readUntil(char end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (position < notation.length() && notation.charAt(position) != end) {
            readPart(out);
        }
        position++;
        return out.toByteArray();
    }

    private void readPart(ByteArrayOutputStream out) {
        char first = notation.charAt(position);
        switch (first) {
            case ' ' -> position++;
            case '\'' -> writeString(readText('\''), out);
            case '<' -> out.writeBytes(readText('>'));
            case '[' -> {
                position++;
                writeCounted(readUntil(']'), out);
            }
            default -> {
                out.write(Integer.parseInt(notation.substring(position, position + 2), 16));
                position += 2;
            }
        }
    }

    private byte[] readText(char end) {
        int start = position + 1;
        int stop = notation.indexOf(end, start);
        position = stop + 1;
        return notation.substring(start, stop).getBytes(StandardCharsets.UTF_8);
    }

    private static void writeString(byte[] text, ByteArrayOutputStream out) {
        out.write(text.length >> 8);
        out.write(text.length);
        out.writeBytes(text);
    }

    private static void writeCounted(byte[] counted, ByteArrayOutputStream out) {
        int rest = counted.length;
        while (rest >= 128) {
            out.write(rest % 128 + 128);
            rest /= 128;
        }
        out.write(rest);
        out.writeBytes(counted);
    }
}
