package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Topic;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A topic name or filter taken apart, with a key for each level, computed once for all who look for it. One for many
 * names, one after the other, so that looking allocates nothing.
 *
 * <p>The key of a level of at most seven Latin-1 characters is made of those, so that equal keys are equal texts, and
 * comparing them touches no other memory. The key of any other level is negative, and a hash: then texts decide.
 */
@ShardConfined
final class Levels {
    static final long PLUS = '+';
    static final long HASH = '#';

    /** That of SplitMix64, so that seeds with few bits do as well. */
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private static final int PACKED_CHARS_MAX = 7;
    private static final int LATIN_1_MAX = 0xFF;
    private static final int INITIAL_LEVELS = 16;

    private final long multiplier;
    private String text = "";
    private long[] keys = new long[INITIAL_LEVELS];
    /** Where each level ends in the text. */
    private int[] ends = new int[INITIAL_LEVELS];
    /** Of each level that was asked for: the tries that need it keep the same one. */
    private @Nullable String[] texts = new String[INITIAL_LEVELS];

    private int count;
    private boolean hasTexts;

    /** @param seed nobody who chooses names shall know it, so that nobody can choose many that collide */
    Levels(long seed) {
        this.multiplier = (seed ^ MULTIPLIER) | 1;
    }

    Levels of(Topic topic) {
        return of(topic.text());
    }

    Levels of(TopicFilter filter) {
        return of(filter.text());
    }

    private Levels of(String name) {
        text = name;
        if (hasTexts) {
            Arrays.fill(texts, 0, count, null);
            hasTexts = false;
        }
        count = 0;
        int start = 0;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', start)) {
            add(start, slash);
            start = slash + 1;
        }
        add(start, name.length());
        return this;
    }

    private void add(int start, int end) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            texts = Arrays.copyOf(texts, 2 * count);
        }
        keys[count] = end - start <= PACKED_CHARS_MAX ? packed(start, end) : hashed(start, end);
        ends[count++] = end;
    }

    private long packed(int start, int end) {
        long packed = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c > LATIN_1_MAX) {
                return hashed(start, end);
            }
            packed = (packed << Byte.SIZE) | c;
        }
        return packed;
    }

    private long hashed(int start, int end) {
        long hash = multiplier;
        for (int i = start; i < end; i++) {
            hash = (hash ^ text.charAt(i)) * multiplier;
            hash ^= hash >>> Integer.SIZE;
        }
        return hash | Long.MIN_VALUE;
    }

    /** At least 1. */
    int count() {
        return count;
    }

    /** {@link #PLUS} and {@link #HASH} for wildcards, and only for those; never the same for an empty level and another. */
    long key(int level) {
        return keys[level];
    }

    /** Whether a key alone does not tell the text. */
    static boolean isHashed(long key) {
        return key < 0;
    }

    /**
     * What a key is to be multiplied by, to find its place in a table by the highest bits: of two keys, whoever does not
     * know it cannot tell whether they collide.
     */
    long multiplier() {
        return multiplier;
    }

    /** Compares the text of a level. */
    boolean is(int level, String name) {
        int start = start(level);
        return ends[level] - start == name.length() && text.startsWith(name, start);
    }

    /** The text of a level. */
    String text(int level) {
        String known = texts[level];
        if (known == null) {
            known = text.substring(start(level), ends[level]);
            texts[level] = known;
            hasTexts = true;
        }
        return known;
    }

    private int start(int level) {
        return level == 0 ? 0 : ends[level - 1] + 1;
    }

    /** Whether it begins with {@code $}, so that no filter with a leading wildcard matches it [MQTT-4.7.2-1]. */
    boolean isReserved() {
        return text.startsWith("$");
    }

    /** The stripe of a filter. */
    int stripe() {
        boolean literalFirst = keys[0] != PLUS && keys[0] != HASH;
        boolean literalSecond = count > 1 && keys[1] != PLUS && keys[1] != HASH;
        if (literalFirst) {
            return literalSecond ? stripeOfBoth() : stripeOfFirst();
        }
        return literalSecond ? stripeOfSecond() : Stripe.WILDCARD;
    }

    /** The stripe of the filters that begin with both of the first levels; that of the first when there is no other. */
    int stripeOfBoth() {
        return count == 1 ? stripeOfFirst() : stripe(keys[0], keys[1]);
    }

    /** The stripe of the filters that are the first level, or have a wildcard behind it. */
    int stripeOfFirst() {
        return stripe(keys[0], PLUS);
    }

    /** The stripe of the filters with the second level and a wildcard before it; that of the first when there is none. */
    int stripeOfSecond() {
        return count == 1 ? stripeOfFirst() : stripe(PLUS, keys[1]);
    }

    private int stripe(long first, long second) {
        long hash = first * multiplier;
        hash = (hash ^ (hash >>> Integer.SIZE) ^ second) * multiplier;
        return Stripe.ofLiteral(hash);
    }
}
