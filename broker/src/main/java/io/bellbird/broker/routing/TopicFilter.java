package io.bellbird.broker.routing;

import io.bellbird.codec.ProtocolError;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A topic filter, parsed and checked (section 4.7). Immutable, equal by text. */
public final class TopicFilter {
    /** The longest topic filter, in UTF-8 bytes [MQTT-4.7.3-3]. */
    public static final int BYTES_MAX = 65_535;

    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    private final String text;
    private final boolean hasWildcards;

    private TopicFilter(String text) {
        this.text = text;
        this.hasWildcards = text.indexOf('+') >= 0 || text.indexOf('#') >= 0;
    }

    /**
     * The filter of a text. {@code $share/...} has no special meaning here.
     *
     * @throws ProtocolError MALFORMED_PACKET when it is empty [MQTT-4.7.3-1], holds U+0000 [MQTT-4.7.3-2], is longer
     *     than {@link #BYTES_MAX} [MQTT-4.7.3-3], or when a {@code #} is not the whole last level [MQTT-4.7.1-1] or a
     *     {@code +} not a whole level [MQTT-4.7.1-2]
     */
    public static TopicFilter parse(String text) {
        if (text.isEmpty()) {
            throw malformed("MQTT-4.7.3-1", "the topic filter is empty");
        }
        if (text.length() > BYTES_MAX / UTF8_BYTES_PER_CHAR_MAX
                && text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw malformed("MQTT-4.7.3-3", "the topic filter is longer than " + BYTES_MAX + " bytes");
        }
        for (int i = 0; i < text.length(); i++) {
            checkCharacter(text, i);
        }
        return new TopicFilter(text);
    }

    private static void checkCharacter(String text, int i) {
        switch (text.charAt(i)) {
            case 0 -> throw malformed("MQTT-4.7.3-2", "the topic filter has a null character");
            case '#' -> {
                if (!startsLevel(text, i) || i + 1 < text.length()) {
                    throw malformed(
                            "MQTT-4.7.1-1",
                            "# in a topic filter must be its whole last level; character " + (i + 1) + " is not");
                }
            }
            case '+' -> {
                if (!startsLevel(text, i) || !endsLevel(text, i)) {
                    throw malformed(
                            "MQTT-4.7.1-2",
                            "+ in a topic filter must be a whole level; character " + (i + 1) + " is not");
                }
            }
            default -> {
                // any other character may stand anywhere
            }
        }
    }

    private static boolean startsLevel(String text, int i) {
        return i == 0 || text.charAt(i - 1) == '/';
    }

    private static boolean endsLevel(String text, int i) {
        return i + 1 == text.length() || text.charAt(i + 1) == '/';
    }

    private static ProtocolError malformed(String statement, String text) {
        return new ProtocolError(ReasonCode.MALFORMED_PACKET, statement, text);
    }

    public String text() {
        return text;
    }

    /** The text between the slashes, in order; at least one, each may be empty. Split anew at each call. */
    public List<String> levels() {
        return Topic.split(text);
    }

    /** Whether a level is {@code +} or {@code #}. */
    public boolean hasWildcards() {
        return hasWildcards;
    }

    /** Whether its first level is {@code +} or {@code #}, so that it matches no topic that begins with {@code $}. */
    public boolean startsWithWildcard() {
        return text.charAt(0) == '+' || text.charAt(0) == '#';
    }

    /** Whether messages on {@code topic} are meant, compared character by character [MQTT-4.7.3-4] [MQTT-4.7.2-1]. */
    public boolean matches(Topic topic) {
        if (!hasWildcards) {
            return text.equals(topic.text());
        }
        return !(startsWithWildcard() && topic.isReserved()) && matches(topic.text());
    }

    private boolean matches(String topic) {
        int f = 0;
        int t = 0;
        while (true) {
            if (f < text.length() && text.charAt(f) == '#') {
                return true;
            }
            int filterEnd = levelEnd(text, f);
            int topicEnd = levelEnd(topic, t);
            boolean any = f < text.length() && text.charAt(f) == '+';
            if (!any && (filterEnd - f != topicEnd - t || !text.regionMatches(f, topic, t, topicEnd - t))) {
                return false;
            }
            if (topicEnd == topic.length()) {
                // "a/#" matches "a" too
                return filterEnd == text.length() || text.startsWith("/#", filterEnd);
            }
            if (filterEnd == text.length()) {
                return false;
            }
            f = filterEnd + 1;
            t = topicEnd + 1;
        }
    }

    private static int levelEnd(String text, int start) {
        int slash = text.indexOf('/', start);
        return slash < 0 ? text.length() : slash;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof TopicFilter filter && text.equals(filter.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
