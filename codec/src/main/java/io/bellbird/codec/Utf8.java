package io.bellbird.codec;

/** The rules of UTF-8 (RFC 3629), which MQTT asks of every string and of a payload that says that it is text. */
public final class Utf8 {
    private Utf8() {}

    /**
     * Whether these bytes are well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut
     * off. Any character may be in it, as in a payload whose Payload Format Indicator is 1.
     */
    public static boolean isValid(Bytes bytes) {
        return isValid(bytes.array());
    }

    static boolean isValid(byte[] bytes) {
        int index = 0;
        while (index < bytes.length) {
            int size = bytes[index] >= 0 ? 1 : sequenceLength(bytes, index);
            if (size == 0) {
                return false;
            }
            index += size;
        }
        return true;
    }

    /**
     * Whether these bytes are what MQTT accepts as a string: well-formed, without U+0000, and without the control
     * characters and non-characters that section 1.5.4 advises against. A receiver may refuse those; this one does.
     * A byte order mark is a character as any other [MQTT-1.5.4-3].
     */
    static boolean isString(byte[] bytes) {
        int index = 0;
        while (index < bytes.length) {
            int first = bytes[index];
            if (first >= 0x20 && first != 0x7F) {
                index++;
                continue;
            }
            int size = first >= 0 ? 0 : sequenceLength(bytes, index);
            if (size == 0 || isUnwanted(bytes, index, size)) {
                return false;
            }
            index += size;
        }
        return true;
    }

    /** The length of the multi-byte sequence at {@code index}, or 0 when it is not well-formed (Unicode, table 3-7). */
    private static int sequenceLength(byte[] bytes, int index) {
        int first = bytes[index] & 0xFF;
        int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (first < 0xC2 || first > 0xF4 || bytes.length - index < size) {
            return 0;
        }
        int second = bytes[index + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = index + 2; i < index + size; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /** Whether a well-formed multi-byte sequence is a control character or a non-character. */
    private static boolean isUnwanted(byte[] bytes, int index, int size) {
        int codePoint = bytes[index] & (0x7F >> size);
        for (int i = index + 1; i < index + size; i++) {
            codePoint = (codePoint << 6) | (bytes[i] & 0x3F);
        }
        return codePoint <= 0x9F || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE;
    }
}
