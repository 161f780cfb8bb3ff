package io.bellbird.codec;

import java.util.Arrays;

/**
 * The subscription identifiers of a PUBLISH, in the order of the packet: an immutable list of numbers, equal by
 * content.
 */
public final class SubscriptionIdentifiers {
    /** The highest identifier, the largest Variable Byte Integer. */
    public static final int MAX = 268_435_455;
    /** No identifier. */
    public static final SubscriptionIdentifiers NONE = new SubscriptionIdentifiers(new int[0]);

    private final int[] identifiers;

    private SubscriptionIdentifiers(int[] identifiers) {
        this.identifiers = identifiers;
    }

    /**
     * The identifiers in this order.
     *
     * @param identifiers 1..{@link #MAX} each
     */
    public static SubscriptionIdentifiers of(int... identifiers) {
        for (int identifier : identifiers) {
            if (identifier < 1 || identifier > MAX) {
                throw new IllegalArgumentException("subscription identifier " + identifier);
            }
        }
        return identifiers.length == 0 ? NONE : new SubscriptionIdentifiers(identifiers.clone());
    }

    public int count() {
        return identifiers.length;
    }

    /**
     * One of them.
     *
     * @param index 0 up to, but without, {@link #count()}
     */
    public int get(int index) {
        return identifiers[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubscriptionIdentifiers others && Arrays.equals(identifiers, others.identifiers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(identifiers);
    }

    @Override
    public String toString() {
        return Arrays.toString(identifiers);
    }
}
