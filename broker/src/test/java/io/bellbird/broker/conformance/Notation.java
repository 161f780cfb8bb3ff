package io.bellbird.broker.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the bytes of a packet as a line that can be read beside the standard.
 *
 * <pre>
 * 82 0F       bytes in hexadecimal; spaces mean nothing
 * 61*300      one byte, three hundred times
 * 'hello'     the text in UTF-8
 * &lt;a/b&gt;       a UTF-8 string of MQTT: its length in two bytes, then the text
 * {C3 28}     what the braces hold, with its length in two bytes before it
 * (0001 00)   what the parentheses hold, with its length as a variable byte integer before it
 * ~           inside a text: the prefix that belongs to this test alone
 * </pre>
 *
 * A SUBSCRIBE of MQTT 5 is {@code 82 (0001 () <~/a> 01)}: identifier 1, no properties, filter, QoS 1.
 */
final class Notation {
    private final String line;
    private final String prefix;
    private int position;

    private Notation(String line, String prefix) {
        this.line = line;
        this.prefix = prefix;
    }

    /**
     * The bytes of a line.
     *
     * @param prefix what {@code ~} stands for
     * @throws IllegalArgumentException when the line breaks the notation
     */
    static byte[] bytes(String line, String prefix) {
        Notation notation = new Notation(line, prefix);
        byte[] bytes = notation.until('\0');
        notation.check(notation.position == line.length(), "a closing character too many");
        return bytes;
    }

    private byte[] until(char closing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (position < line.length() && line.charAt(position) != closing) {
            char c = line.charAt(position);
            switch (c) {
                case ' ', '\n' -> position++;
                case '\'' -> bytes.writeBytes(text('\''));
                case '<' -> writeWithLength(text('>'), bytes);
                case '{' -> writeWithLength(group('}'), bytes);
                case '(' -> writeWithVariableLength(group(')'), bytes);
                default -> bytes.writeBytes(hexadecimal());
            }
        }
        return bytes.toByteArray();
    }

    private byte[] group(char closing) {
        position++;
        byte[] bytes = until(closing);
        check(position < line.length(), "no " + closing);
        position++;
        return bytes;
    }

    private byte[] text(char closing) {
        int end = line.indexOf(closing, position + 1);
        check(end >= 0, "no " + closing);
        String text = line.substring(position + 1, end);
        position = end + 1;
        return text.replace("~", prefix).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] hexadecimal() {
        check(position + 1 < line.length(), "half a byte");
        int high = Character.digit(line.charAt(position), 16);
        int low = Character.digit(line.charAt(position + 1), 16);
        check(high >= 0 && low >= 0, "no hexadecimal byte");
        position += 2;
        byte[] bytes = new byte[repetitions()];
        Arrays.fill(bytes, (byte) ((high << 4) | low));
        return bytes;
    }

    private int repetitions() {
        if (position == line.length() || line.charAt(position) != '*') {
            return 1;
        }
        int start = ++position;
        while (position < line.length() && Character.isDigit(line.charAt(position))) {
            position++;
        }
        return Integer.parseInt(line.substring(start, position));
    }

    private static void writeWithLength(byte[] content, ByteArrayOutputStream out) {
        if (content.length > 0xFFFF) {
            throw new IllegalArgumentException("a string of " + content.length + " bytes has no length in two bytes");
        }
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
    }

    private static void writeWithVariableLength(byte[] content, ByteArrayOutputStream out) {
        int rest = content.length;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write(rest);
        out.writeBytes(content);
    }

    private void check(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem + " at " + position + " of " + line);
        }
    }
}
