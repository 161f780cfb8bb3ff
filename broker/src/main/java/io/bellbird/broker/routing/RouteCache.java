package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Topic;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The routes of the topics that a shard's publishers used lately. A hit allocates nothing. A route takes the place of
 * another one only when it was built for a topic that has been seen lately: topics that come once, such as those of a
 * million devices in turn, neither push out the ones that come again nor cost an entry.
 *
 * <p><b>Never stale.</b> A route is kept with the version that was read before it was built, and is valid while the
 * version is the same. The version is a sum of counters that only grow, each read after its last reading for the kept
 * sum; so the sums are equal only when all counters are. The counters of the {@link SubscriptionTree} belong to this
 * thread; about those of {@link Interest} see there. So a message that is routed after any shard's SUBSCRIBE was
 * acknowledged finds it.
 *
 * <p><b>Bounded</b> by its slots, by the length of the topics that it keeps, and by the receivers in all its routes
 * together. A route that is no longer valid keeps its subscribers in memory until another takes its slot.
 */
@ShardConfined
public final class RouteCache {
    /** Longer topics are not kept. */
    static final int TOPIC_BYTES_MAX = 1024;
    /** All kept routes together have at most this many receivers for each slot. */
    static final int RECEIVERS_PER_SLOT = 16;

    private static final int PROBES = 4;
    /** 2^32 divided by the golden ratio: spreads hashes that differ little. */
    private static final int SPREAD = 0x9E3779B9;

    private final SubscriptionTree tree;
    private final Interest interest;
    private final long ownBit;
    private final @Nullable Entry[] slots;
    /** Of the topic in each slot: the others are somewhere in memory, and need not be looked at. */
    private final int[] hashes;
    /** Hashes of topics that came and were not kept, each at its first slot. */
    private final int[] seen;

    private final int shift;
    private final long receiversMax;
    private final Levels levels;
    private final TrieWalk<InterestNode> walk = new TrieWalk<>();

    /** Receivers in all kept routes. */
    private long receivers;
    /** Counts up; chooses among occupied slots. */
    private int turn;

    /** A route, its topic with the {@linkplain Levels stripes} of that, and what it was built from. */
    private record Entry(Topic topic, int both, int first, int second, long version, Route route) {}

    /**
     * @param tree of the same shard
     * @param interest that {@code tree} tells
     * @param shard 0..63
     * @param slots how many routes it may hold; a power of two, 4 or more
     */
    public RouteCache(SubscriptionTree tree, Interest interest, int shard, int slots) {
        if (Integer.bitCount(slots) != 1 || slots < PROBES) {
            throw new IllegalArgumentException("slots must be a power of two, 4 or more, not " + slots);
        }
        this.tree = tree;
        this.interest = interest;
        this.ownBit = Interest.bit(Interest.checkShard(shard));
        this.slots = new Entry[slots];
        this.hashes = new int[slots];
        this.seen = new int[slots];
        this.levels = interest.newLevels();
        this.shift = Integer.SIZE - Integer.numberOfTrailingZeros(slots);
        this.receiversMax = (long) slots * RECEIVERS_PER_SLOT;
    }

    /** Where a message goes that is published now. */
    public Route route(Topic topic) {
        int kept = find(topic);
        Entry entry = kept < 0 ? null : slots[kept];
        if (entry != null && isValid(entry)) {
            return entry.route;
        }
        return build(topic, entry == null ? slotFor(topic) : kept);
    }

    /** As {@link #route}, but nobody asks for the other shards: of a topic that is not kept they are not looked up. */
    public Route routeHere(Topic topic) {
        int kept = find(topic);
        Entry entry = kept < 0 ? null : slots[kept];
        if (entry != null && isValid(entry)) {
            return entry.route;
        }
        int slot = entry == null ? slotFor(topic) : kept;
        return slot < 0 ? Route.of(topic, tree.matching(levels.of(topic)), 0) : build(topic, slot);
    }

    /** The slot that has a route of this topic, or -1. */
    private int find(Topic topic) {
        int first = firstSlot(topic);
        for (int probe = 0; probe < PROBES; probe++) {
            int slot = slot(first, probe);
            Entry entry = slots[slot];
            if (entry != null && hashes[slot] == topic.hashCode() && entry.topic.equals(topic)) {
                return slot;
            }
        }
        return -1;
    }

    /** @param slot where to keep it, or -1 */
    private Route build(Topic topic, int slot) {
        levels.of(topic);
        int both = levels.stripeOfBoth();
        int first = levels.stripeOfFirst();
        int second = levels.stripeOfSecond();
        // before the route is built, see above
        long version = version(both, first, second);
        long shards = interest.mask(levels, walk);
        long others = shards & ~ownBit;
        Route route = shards == others ? Route.elsewhere(others) : Route.of(topic, tree.matching(levels), others);
        if (slot >= 0 && topic.utf8().length <= TOPIC_BYTES_MAX && route.receiverCount() <= receiversMax) {
            keep(slot, new Entry(topic, both, first, second, version, route));
        }
        return route;
    }

    private boolean isValid(Entry entry) {
        return entry.version == version(entry.both, entry.first, entry.second);
    }

    private long version(int both, int first, int second) {
        return tree.version(both, first, second) + interest.version(both, first, second);
    }

    private void keep(int kept, Entry entry) {
        put(kept, entry);
        while (receivers > receiversMax) {
            int next = turn++ & (slots.length - 1);
            if (next != kept) {
                put(next, null);
            }
        }
    }

    private void put(int slot, @Nullable Entry entry) {
        Entry old = slots[slot];
        receivers += receiverCount(entry) - receiverCount(old);
        slots[slot] = entry;
        hashes[slot] = entry == null ? 0 : entry.topic.hashCode();
    }

    private static int receiverCount(@Nullable Entry entry) {
        return entry == null ? 0 : entry.route.receiverCount();
    }

    /** A slot for a topic that has none: a free one, else one in turn if the topic has been seen lately, else -1. */
    private int slotFor(Topic topic) {
        int first = firstSlot(topic);
        for (int probe = 0; probe < PROBES; probe++) {
            if (slots[slot(first, probe)] == null) {
                return slot(first, probe);
            }
        }
        if (seen[first] == topic.hashCode()) {
            return slot(first, turn++ & (PROBES - 1));
        }
        seen[first] = topic.hashCode();
        return -1;
    }

    private int firstSlot(Topic topic) {
        return (topic.hashCode() * SPREAD) >>> shift;
    }

    private int slot(int first, int probe) {
        return (first + probe) & (slots.length - 1);
    }

    /** Routes, valid or not. */
    long kept() {
        return Arrays.stream(slots).filter(Objects::nonNull).count();
    }

    /** Receivers in all kept routes. */
    long receivers() {
        return receivers;
    }
}
