package io.bellbird.broker.routing;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Orders topic names, in UTF-8, so that each is followed at once by all that are below it: level by level, by UTF-16
 * code unit as texts are compared. In other words, a slash comes before every other character.
 */
final class TopicOrder implements Comparator<byte[]> {
    /** Appended to a topic name: after everything that is below it, before everything else. No topic has it. */
    private static final char AFTER_ALL_BELOW = 0;

    private static final int UNSIGNED = 0xFF;
    /** The first bytes of U+E000 to U+FFFF, which as UTF-16 come after the surrogates: */
    private static final int LAST_OF_PLANE_MIN = 0xEE;
    /** they go behind the first bytes of all that is longer. */
    private static final int BEHIND = 0x10;

    private static final int LONGER_MIN = 0xF0;

    TopicOrder() {}

    @Override
    public int compare(byte[] one, byte[] other) {
        int i = Arrays.mismatch(one, other);
        if (i < 0) {
            return 0;
        }
        if (i == one.length || i == other.length) {
            return one.length - other.length;
        }
        return rank(one[i] & UNSIGNED) - rank(other[i] & UNSIGNED);
    }

    private static int rank(int octet) {
        if (octet == '/') {
            return -1;
        }
        return octet >= LAST_OF_PLANE_MIN && octet < LONGER_MIN ? octet + BEHIND : octet;
    }

    /** The lowest text that comes after {@code name} and all that is below it. */
    static String afterSubtree(String name) {
        return name + AFTER_ALL_BELOW;
    }
}
