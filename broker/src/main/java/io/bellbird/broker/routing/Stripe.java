package io.bellbird.broker.routing;

import io.bellbird.codec.Topic;
import java.util.List;

/**
 * Filters in groups, so that a change to one filter makes few cached routes invalid: a stripe for each hash of a
 * literal first level, and one for all filters that begin with a wildcard. A topic is matched by filters of its own
 * stripe and of {@link #WILDCARD}, and by no others.
 */
final class Stripe {
    /** The stripe of the filters that begin with a wildcard. */
    static final int WILDCARD = 1024;
    /** Stripes are 0 up to, but without, this. */
    static final int COUNT = WILDCARD + 1;

    private Stripe() {}

    /** The stripe of the filters that begin with the first level of {@code topic}. */
    static int of(Topic topic) {
        return ofLiteral(topic.levels().get(0));
    }

    /** The stripe of the filter that has these levels. */
    static int of(List<String> filterLevels) {
        String first = filterLevels.get(0);
        return first.equals("+") || first.equals("#") ? WILDCARD : ofLiteral(first);
    }

    private static int ofLiteral(String firstLevel) {
        int hash = firstLevel.hashCode();
        return (hash ^ (hash >>> 16)) & (WILDCARD - 1);
    }
}
