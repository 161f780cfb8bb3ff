package io.bellbird.broker.routing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One level of the filters in a trie. A broker may have millions, far from each other in memory, so a step to a child
 * looks at as little as it can: a child alone needs no table, a table is part of the node but for its slots, and a level
 * whose {@linkplain Levels#key key} is its text needs no text.
 *
 * <p>Concurrent: one writer at a time, any number of readers. A literal child stays reachable from the moment when it
 * is added until it is dropped: it stands alone in {@link #onlyChild} or, from its first sibling on, in {@link #slots}.
 * It moves one way only, and enters the table before it leaves the field; a reader looks at the field before the table.
 * In a table it keeps its slot until all children move to another one, which is complete before readers see it. A
 * child that is dropped stays in its slot, {@linkplain #isEmpty empty}, so that who looks for others goes on past it;
 * who finds it finds nothing in it, nor ever will. Its slot is for a new child of the same name, until the table is
 * made anew without it.
 *
 * @param <N> the nodes of this trie
 */
abstract class TrieNode<N extends TrieNode<N>> {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(TrieNode[].class);
    private static final int SLOTS_MIN = 4;
    /** Dropped children may take so many times the slots of those that are there. */
    private static final int DROPPED_PER_CHILD_MAX = 3;

    /** Null for the root. */
    private final @Nullable N parent;

    private final long key;
    /** Null when the key tells it. */
    private final @Nullable String name;

    private volatile @Nullable N plus;
    private volatile @Nullable N hash;
    /** The one literal child; null when there is none or more. */
    private volatile @Nullable N onlyChild;
    /** The literal children, when there are or were more than one: a power of two, of which at most two thirds are taken. */
    private volatile @Nullable TrieNode<?> @Nullable [] slots;
    /** Children in slots; the writer's. */
    private int count;
    /** Slots that have a child, or had one; the writer's. */
    private int taken;

    TrieNode(@Nullable N parent, long key, @Nullable String name) {
        this.parent = parent;
        this.key = key;
        this.name = name;
    }

    /** A node below this one, not yet to be found there. */
    abstract N newChild(long childKey, @Nullable String childName);

    /** Whether neither a filter that ends here nor a child needs this node. */
    abstract boolean isEmpty();

    final boolean hasChildren() {
        return plus != null || hash != null || onlyChild != null || slots != null;
    }

    // Finding

    /** The {@code +} below. */
    final @Nullable N plus() {
        return plus;
    }

    /** The {@code #} below. */
    final @Nullable N hash() {
        return hash;
    }

    /** The literal child with the name of a level; perhaps an empty one. */
    final @Nullable N child(Levels levels, int level) {
        N only = onlyChild;
        if (only != null && only.isNamed(levels, level)) {
            return only;
        }
        @Nullable TrieNode<?>[] many = slots;
        return many == null ? null : find(many, levels, level);
    }

    final boolean isNamed(Levels levels, int level) {
        return key == levels.key(level) && (name == null || levels.is(level, name));
    }

    /** Looks at each slot once: another child may come into a free one at any time. */
    @SuppressWarnings("unchecked") // only the nodes of one trie come in
    private @Nullable N find(@Nullable TrieNode<?>[] many, Levels levels, int level) {
        int slot = first(many, levels.key(level), levels);
        TrieNode<?> child = (TrieNode<?>) SLOT.getAcquire(many, slot);
        while (child != null && !child.isNamed(levels, level)) {
            slot = next(many, slot);
            child = (TrieNode<?>) SLOT.getAcquire(many, slot);
        }
        return (N) child;
    }

    private static int first(@Nullable TrieNode<?>[] many, long key, Levels any) {
        return (int) ((key * any.multiplier()) >>> (Long.numberOfLeadingZeros(many.length) + 1));
    }

    private static int next(@Nullable TrieNode<?>[] many, int slot) {
        return (slot + 1) & (many.length - 1);
    }

    /** The child for a level of a filter; perhaps an empty one. */
    final @Nullable N at(Levels filter, int level) {
        long wanted = filter.key(level);
        if (wanted == Levels.PLUS) {
            return plus;
        }
        return wanted == Levels.HASH ? hash : child(filter, level);
    }

    // Adding

    /** The child for a level of a filter, made when there is none. */
    final N obtain(Levels filter, int level) {
        N present = at(filter, level);
        if (present != null && !present.isEmpty()) {
            return present;
        }
        long wanted = filter.key(level);
        N child = newChild(wanted, Levels.isHashed(wanted) ? filter.text(level) : null);
        if (wanted == Levels.PLUS) {
            plus = child;
        } else if (wanted == Levels.HASH) {
            hash = child;
        } else {
            addChild(child, filter, level);
        }
        return child;
    }

    private void addChild(N child, Levels filter, int level) {
        N only = onlyChild;
        @Nullable TrieNode<?>[] many = slots;
        if (many != null) {
            put(child, many, filter, level);
        } else if (only == null) {
            onlyChild = child;
        } else {
            @Nullable TrieNode<?>[] both = new TrieNode<?>[SLOTS_MIN];
            insert(both, only, filter);
            insert(both, child, filter);
            count = 2;
            taken = 2;
            slots = both;
            onlyChild = null;
        }
    }

    private void put(N child, @Nullable TrieNode<?>[] present, Levels filter, int level) {
        @Nullable TrieNode<?>[] many = present;
        if (3 * (taken + 1) > 2 * many.length) {
            many = rebuild(many, filter);
        }
        int slot = first(many, filter.key(level), filter);
        while (many[slot] != null && !many[slot].isNamed(filter, level)) {
            slot = next(many, slot);
        }
        if (many[slot] == null) {
            taken++;
        }
        count++;
        SLOT.setRelease(many, slot, child);
    }

    private @Nullable TrieNode<?>[] rebuild(@Nullable TrieNode<?>[] before, Levels any) {
        int length = SLOTS_MIN;
        while (length < 2 * (count + 1)) {
            length *= 2;
        }
        @Nullable TrieNode<?>[] after = new TrieNode<?>[length];
        taken = 0;
        for (TrieNode<?> child : before) {
            if (child != null && !child.isEmpty()) {
                insert(after, child, any);
                taken++;
            }
        }
        slots = after;
        return after;
    }

    private static void insert(@Nullable TrieNode<?>[] into, TrieNode<?> child, Levels any) {
        int slot = first(into, child.key, any);
        while (into[slot] != null) {
            slot = next(into, slot);
        }
        into[slot] = child;
    }

    // Removing

    /**
     * Forgets a node if it is empty, and those above that it leaves empty.
     *
     * @param filter that ended there
     */
    static <N extends TrieNode<N>> void prune(N leaf, Levels filter) {
        N node = leaf;
        for (N parent = node.parent(); parent != null && node.isEmpty(); parent = node.parent()) {
            parent.drop(node, filter);
            node = parent;
        }
    }

    final @Nullable N parent() {
        return parent;
    }

    final void drop(N child, Levels any) {
        @Nullable TrieNode<?>[] many = slots;
        if (child == plus) {
            plus = null;
        } else if (child == hash) {
            hash = null;
        } else if (child == onlyChild) {
            onlyChild = null;
        } else if (many != null) {
            dropFrom(many, any);
        }
    }

    private void dropFrom(@Nullable TrieNode<?>[] many, Levels any) {
        count--;
        if (count == 0) {
            slots = null;
        } else if (taken > SLOTS_MIN + (DROPPED_PER_CHILD_MAX + 1) * count) {
            rebuild(many, any);
        }
    }
}
