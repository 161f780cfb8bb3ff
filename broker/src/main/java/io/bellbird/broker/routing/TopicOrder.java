package io.bellbird.broker.routing;

import java.util.Comparator;

/**
 * Orders topic names so that each is followed at once by all that are below it: level by level, by UTF-16 code unit. In
 * other words, a slash comes before every other character.
 */
final class TopicOrder implements Comparator<String> {
    /** Appended to a topic name: after everything that is below it, before everything else. No topic has it. */
    private static final char AFTER_ALL_BELOW = 0;

    TopicOrder() {}

    @Override
    public int compare(String one, String other) {
        int shared = Math.min(one.length(), other.length());
        for (int i = 0; i < shared; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return rank(a) - rank(b);
            }
        }
        return one.length() - other.length();
    }

    private static int rank(char c) {
        return c == '/' ? -1 : c;
    }

    /** The lowest text that comes after {@code name} and all that is below it. */
    static String afterSubtree(String name) {
        return name + AFTER_ALL_BELOW;
    }
}
