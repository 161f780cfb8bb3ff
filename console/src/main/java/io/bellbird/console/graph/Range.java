package io.bellbird.console.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Names that follow each other in order, and so have their beginning in common. Immutable.
 *
 * @param names in order, each once
 * @param from the first of the range
 * @param to behind the last, above from
 * @param levels whether slashes part the names
 */
record Range(List<String> names, int from, int to, boolean levels) {
    /** A topic level with more names below than these is split by characters. */
    private static final int LEVELS_MAX = 40;

    int size() {
        return to - from;
    }

    /** What all begin with, as long as it can be; a single name is that itself. */
    String prefix() {
        return names.get(from).substring(0, common());
    }

    /** In the order of the names it is enough to compare the first and the last. */
    private int common() {
        String first = names.get(from);
        String last = names.get(to - 1);
        int length = Math.min(first.length(), last.length());
        for (int i = 0; i < length; i++) {
            if (first.charAt(i) != last.charAt(i)) {
                return i;
            }
        }
        return length;
    }

    /** Two or more ranges in place of one of two names or more. */
    List<Range> split() {
        if (levels) {
            List<Range> byLevel = split(true);
            if (byLevel.size() <= LEVELS_MAX) {
                return byLevel;
            }
        }
        return split(false);
    }

    private List<Range> split(boolean byLevel) {
        int common = common();
        List<Range> parts = new ArrayList<>();
        int begin = from;
        for (int i = from + 1; i <= to; i++) {
            if (i == to || !next(i, common, byLevel).equals(next(begin, common, byLevel))) {
                parts.add(new Range(names, begin, i, levels));
                begin = i;
            }
        }
        return parts;
    }

    /** What follows the common beginning: a character, or all up to the next slash. */
    private String next(int index, int common, boolean byLevel) {
        String name = names.get(index);
        int slash = name.indexOf('/', common);
        int end = byLevel ? (slash < 0 ? name.length() : slash + 1) : Math.min(common + 1, name.length());
        return name.substring(common, end);
    }
}
