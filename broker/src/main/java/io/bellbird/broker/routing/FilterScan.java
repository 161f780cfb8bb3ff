package io.bellbird.broker.routing;

import io.bellbird.codec.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks topic names in {@link TopicOrder} for a filter, and leaps over stretches in which none can match. So {@code
 * +/x} looks at two or three names for each first level, however many names are below it. Immutable.
 */
final class FilterScan {
    /** The lowest text after all that begin with {@code $}. */
    private static final String AFTER_RESERVED = "%";

    private final TopicFilter filter;
    private final List<String> wanted;

    FilterScan(TopicFilter filter) {
        this.filter = filter;
        this.wanted = filter.levels();
    }

    /** No name before this one matches. */
    String start() {
        return literals(0);
    }

    /**
     * Where the walk goes on after a name that does not match.
     *
     * @return a text that comes after {@code topic}, with no match between the two; null when none is left
     */
    @Nullable
    String leap(Topic topic) {
        if (filter.startsWithWildcard() && topic.isReserved()) {
            return AFTER_RESERVED;
        }
        List<String> levels = topic.levels();
        int lastPlus = -1;
        for (int i = 0; i < wanted.size(); i++) {
            if (i == levels.size()) {
                return topic.text() + '/' + literals(i);
            }
            if (wanted.get(i).equals("+")) {
                lastPlus = i;
                continue;
            }
            int order = levels.get(i).compareTo(wanted.get(i));
            if (order < 0) {
                return topic.text().substring(0, startOf(levels, i)) + literals(i);
            }
            if (order > 0) {
                return nextOf(topic, lastPlus);
            }
        }
        return nextOf(topic, lastPlus);
    }

    /** The next name that has something else than {@code topic} at the level of a {@code +}. */
    private static @Nullable String nextOf(Topic topic, int plus) {
        if (plus < 0) {
            return null;
        }
        int end = startOf(topic.levels(), plus + 1) - 1;
        return TopicOrder.afterSubtree(topic.text().substring(0, end));
    }

    /** Where a level begins in the text of its name. */
    private static int startOf(List<String> levels, int level) {
        int start = level;
        for (int i = 0; i < level; i++) {
            start += levels.get(i).length();
        }
        return start;
    }

    /** The levels of the filter from this one up to the first wildcard. */
    private String literals(int from) {
        int end = from;
        while (end < wanted.size()
                && !wanted.get(end).equals("+")
                && !wanted.get(end).equals("#")) {
            end++;
        }
        return String.join("/", wanted.subList(from, end));
    }
}
