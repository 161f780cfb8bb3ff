package io.bellbird.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes as tests write them. Two hexadecimal digits are a byte; {@code 'text'} is a UTF-8 Encoded String, with its two bytes
 * of length; {@code <text>} is the text alone; {@code [ ... ]} is what is between the brackets, with its length as a Variable
 * Byte Integer before it; {@code {}} is an empty property section, and nothing in MQTT 3. Spaces have no meaning, but in
 * texts.
 */
final class Wire {
    private final String notation;
    private final boolean properties;
    private int position;

    private Wire(String notation, boolean properties) {
        this.notation = notation;
        this.properties = properties;
    }

    /** @param properties whether the version has them */
    static byte[] bytes(String notation, boolean properties) {
        return new Wire(notation, properties).readUntil((char) 0);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
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
        switch (notation.charAt(position)) {
            case ' ' -> position++;
            case '\'' -> writeString(readText('\''), out);
            case '<' -> out.writeBytes(readText('>'));
            case '[' -> {
                position++;
                writeCounted(readUntil(']'), out);
            }
            case '{' -> {
                position += 2;
                out.writeBytes(new byte[properties ? 1 : 0]);
            }
            default -> {
                out.write(HexFormat.fromHexDigits(notation, position, position + 2));
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
