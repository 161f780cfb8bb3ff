package io.bellbird.broker.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One level of the filters in {@link Interest}. One writer at a time, any number of readers.
 *
 * <p>A literal child stays reachable from the moment when it is added until it is dropped: it stands alone in {@link
 * #onlyChild} or, from its first sibling on, in {@link #children}. It moves one way only, and enters the map before it
 * leaves the field; a reader looks at the field before the map. The map goes only when it is empty.
 */
final class InterestNode {
    /** Null for the root. */
    private final @Nullable InterestNode parent;

    private final String level;

    private volatile long shards;
    private volatile @Nullable InterestNode plus;
    private volatile @Nullable InterestNode hash;
    private volatile @Nullable InterestNode onlyChild;
    private volatile @Nullable Map<String, InterestNode> children;

    InterestNode(@Nullable InterestNode parent, String level) {
        this.parent = parent;
        this.level = level;
    }

    @Nullable
    InterestNode parent() {
        return parent;
    }

    /** The shards with the filter that ends here. */
    long shards() {
        return shards;
    }

    void shards(long mask) {
        shards = mask;
    }

    /** The {@code +} below. */
    @Nullable
    InterestNode plus() {
        return plus;
    }

    /** The {@code #} below. */
    @Nullable
    InterestNode hash() {
        return hash;
    }

    /** The literal child of this name. */
    @Nullable
    InterestNode child(String name) {
        InterestNode only = onlyChild;
        if (only != null && only.level.equals(name)) {
            return only;
        }
        Map<String, InterestNode> many = children;
        return many == null ? null : many.get(name);
    }

    /** The child for a level of a filter. */
    @Nullable
    InterestNode at(String filterLevel) {
        return switch (filterLevel) {
            case "+" -> plus;
            case "#" -> hash;
            default -> child(filterLevel);
        };
    }

    /** The child for a level of a filter, made when there is none. */
    InterestNode obtain(String filterLevel) {
        InterestNode present = at(filterLevel);
        if (present != null) {
            return present;
        }
        InterestNode child = new InterestNode(this, filterLevel);
        switch (filterLevel) {
            case "+" -> plus = child;
            case "#" -> hash = child;
            default -> addChild(child);
        }
        return child;
    }

    private void addChild(InterestNode child) {
        InterestNode only = onlyChild;
        Map<String, InterestNode> many = children;
        if (many != null) {
            many.put(child.level, child);
        } else if (only == null) {
            onlyChild = child;
        } else {
            many = new ConcurrentHashMap<>();
            many.put(only.level, only);
            many.put(child.level, child);
            children = many;
            onlyChild = null;
        }
    }

    /** Forgets a child that {@link #isEmpty()}. */
    void drop(InterestNode child) {
        Map<String, InterestNode> many = children;
        if (child == plus) {
            plus = null;
        } else if (child == hash) {
            hash = null;
        } else if (child == onlyChild) {
            onlyChild = null;
        } else if (many != null) {
            many.remove(child.level);
            if (many.isEmpty()) {
                children = null;
            }
        }
    }

    /** Whether neither a shard nor a child needs this node. */
    boolean isEmpty() {
        return shards == 0 && plus == null && hash == null && onlyChild == null && children == null;
    }
}
