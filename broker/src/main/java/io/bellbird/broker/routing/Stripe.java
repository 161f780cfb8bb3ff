package io.bellbird.broker.routing;

/**
 * Filters in groups by their first two levels, so that a change to one filter makes few cached routes invalid. Each
 * filter is in one: by both when both are literal, by the one that is, or in {@link #WILDCARD}. A topic is matched by
 * filters of four at most, {@linkplain Levels the three of its levels} and that one.
 */
final class Stripe {
    private static final int LITERAL_BITS = 12;
    /** The stripe of the filters that begin with a wildcard and have no literal behind it. */
    static final int WILDCARD = 1 << LITERAL_BITS;
    /** Stripes are 0 up to, but without, this. */
    static final int COUNT = WILDCARD + 1;

    private Stripe() {}

    /** @param hash of two levels, its high bits the best */
    static int ofLiteral(long hash) {
        return (int) (hash >>> (Long.SIZE - LITERAL_BITS));
    }
}
