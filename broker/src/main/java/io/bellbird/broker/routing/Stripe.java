package io.bellbird.broker.routing;

/**
 * Filters in groups, so that a change to one filter makes few cached routes invalid: a stripe for each hash of a
 * literal first level, and one for all filters that begin with a wildcard. A topic is matched by filters of its own
 * {@linkplain Levels#stripe stripe} and of {@link #WILDCARD}, and by no others.
 */
final class Stripe {
    private static final int LITERAL_BITS = 10;
    /** The stripe of the filters that begin with a wildcard. */
    static final int WILDCARD = 1 << LITERAL_BITS;
    /** Stripes are 0 up to, but without, this. */
    static final int COUNT = WILDCARD + 1;

    private Stripe() {}

    /** @param hash of the first level, its high bits the best */
    static int ofLiteral(long hash) {
        return (int) (hash >>> (Long.SIZE - LITERAL_BITS));
    }
}
