package io.bellbird.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic name: immutable, with its UTF-8 bytes and its hash computed once. Equal by text. Its levels are not kept: a
 * broker may have a million names in memory, and looks at the levels of few of them.
 */
public final class Topic {
    /** The longest topic name, in UTF-8 bytes (section 4.7.3). */
    public static final int BYTES_MAX = 65_535;

    private final String text;
    private final byte[] utf8;
    private final int hash;

    private Topic(String text, byte[] utf8) {
        this.text = text;
        this.utf8 = utf8;
        this.hash = text.hashCode();
    }

    /**
     * A topic name.
     *
     * @param text 1..65,535 bytes of UTF-8 without U+0000 and without the wildcards {@code +} and {@code #}
     *     [MQTT-3.3.2-2] [MQTT-4.7.3-1] [MQTT-4.7.3-2]
     * @throws IllegalArgumentException when it is not
     */
    public static Topic of(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == 0 || utf8.length > BYTES_MAX) {
            throw new IllegalArgumentException("a topic name has 1 to " + BYTES_MAX + " bytes, not " + utf8.length);
        }
        if (!isName(text)) {
            throw new IllegalArgumentException("a topic name has no wildcard and no U+0000: " + text);
        }
        return new Topic(text, utf8);
    }

    /** The topic name of these bytes, which nobody may write to any more, or null when they are not one. */
    static @Nullable Topic ofUtf8(byte[] utf8) {
        if (!Utf8.isString(utf8)) {
            return null;
        }
        String text = new String(utf8, StandardCharsets.UTF_8);
        return isName(text) ? new Topic(text, utf8) : null;
    }

    /** Whether {@code text} is not empty and has no wildcard and no U+0000. */
    public static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '+' || c == '#' || c == 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The text between the slashes of a topic name or filter, in order; each may be empty [MQTT-4.7.3-1]. */
    public static List<String> split(String text) {
        List<String> levels = new ArrayList<>();
        int start = 0;
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', start)) {
            levels.add(text.substring(start, slash));
            start = slash + 1;
        }
        levels.add(text.substring(start));
        return List.copyOf(levels);
    }

    public String text() {
        return text;
    }

    /** The name in UTF-8, without a length; to be read only. */
    public byte[] utf8() {
        return utf8;
    }

    /** The text between the slashes, in order; at least one, each may be empty. Split anew at each call. */
    public List<String> levels() {
        return split(text);
    }

    /** How many levels a topic name or filter has: one more than slashes. */
    public static int levelCount(String text) {
        int count = 1;
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            count++;
        }
        return count;
    }

    /** Whether it begins with {@code $}, so that no filter with a leading wildcard matches it [MQTT-4.7.2-1]. */
    public boolean isReserved() {
        return text.charAt(0) == '$';
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Topic topic && hash == topic.hash && text.equals(topic.text));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return text;
    }
}
