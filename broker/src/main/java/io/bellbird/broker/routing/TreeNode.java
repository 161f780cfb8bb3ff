package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One level of the filters in a {@link SubscriptionTree}. A broker may have millions, so most fields are null most of
 * the time: a child alone needs no map.
 */
@ShardConfined
final class TreeNode {
    /** The index of a subscription that is not in the tree any more. */
    static final int REMOVED = -1;

    private static final Subscription[] NONE = {};

    /** Null for the root. */
    private final @Nullable TreeNode parent;

    private final String level;

    /** The filter that ends here, once there was a subscription. */
    private @Nullable TopicFilter filter;
    /** The first {@link #count} belong to the filter that ends here, in no order. */
    private @Nullable Subscription[] subscriptions = NONE;

    private int count;

    private @Nullable TreeNode plus;
    private @Nullable TreeNode hash;
    /** The one literal child; null when there is none or more. */
    private @Nullable TreeNode onlyChild;
    /** The literal children, when there are or were more than one. */
    private @Nullable Map<String, TreeNode> children;

    TreeNode(@Nullable TreeNode parent, String level) {
        this.parent = parent;
        this.level = level;
    }

    @Nullable
    TreeNode parent() {
        return parent;
    }

    /** The {@code +} below. */
    @Nullable
    TreeNode plus() {
        return plus;
    }

    /** The {@code #} below. */
    @Nullable
    TreeNode hash() {
        return hash;
    }

    /** The literal child of this name. */
    @Nullable
    TreeNode child(String name) {
        if (onlyChild != null) {
            return onlyChild.level.equals(name) ? onlyChild : null;
        }
        return children == null ? null : children.get(name);
    }

    /** The child for a level of a filter, made when there is none. */
    TreeNode obtain(String filterLevel) {
        switch (filterLevel) {
            case "+" -> {
                if (plus == null) {
                    plus = new TreeNode(this, filterLevel);
                }
                return plus;
            }
            case "#" -> {
                if (hash == null) {
                    hash = new TreeNode(this, filterLevel);
                }
                return hash;
            }
            default -> {
                TreeNode child = child(filterLevel);
                return child == null ? addChild(filterLevel) : child;
            }
        }
    }

    private TreeNode addChild(String name) {
        TreeNode child = new TreeNode(this, name);
        if (children != null) {
            children.put(name, child);
        } else if (onlyChild == null) {
            onlyChild = child;
        } else {
            children = new HashMap<>();
            children.put(onlyChild.level, onlyChild);
            children.put(name, child);
            onlyChild = null;
        }
        return child;
    }

    /** Forgets a child that {@link #isEmpty()}. */
    void drop(TreeNode child) {
        if (child == plus) {
            plus = null;
        } else if (child == hash) {
            hash = null;
        } else if (child == onlyChild) {
            onlyChild = null;
        } else if (children != null) {
            children.remove(child.level);
            if (children.isEmpty()) {
                children = null;
            }
        }
    }

    /** Whether neither a subscription nor a child needs this node. */
    boolean isEmpty() {
        return count == 0 && plus == null && hash == null && onlyChild == null && children == null;
    }

    /** The filter that ends here. */
    TopicFilter filter() {
        if (filter == null) {
            throw new IllegalStateException("no subscription has ended here: " + level);
        }
        return filter;
    }

    void filter(TopicFilter endsHere) {
        if (filter == null) {
            filter = endsHere;
        }
    }

    /** How many subscriptions. */
    int count() {
        return count;
    }

    /** Where the next subscription will stand. */
    void add(Subscription subscription) {
        if (count == subscriptions.length) {
            subscriptions = Arrays.copyOf(subscriptions, Math.max(1, count + (count >> 1) + 1));
        }
        subscription.moveTo(count);
        subscriptions[count++] = subscription;
    }

    /** The last takes the place of the removed one, so that the number of subscriptions does not matter. */
    void remove(Subscription subscription) {
        int index = subscription.index();
        Subscription last = subscriptions[--count];
        subscriptions[index] = last;
        last.moveTo(index);
        subscriptions[count] = null;
        subscription.moveTo(REMOVED);
        if (count < subscriptions.length / 4) {
            subscriptions = count == 0 ? NONE : Arrays.copyOf(subscriptions, count * 2);
        }
    }

    /** Adds the subscriptions to {@code all}. */
    void addTo(List<Subscription> all) {
        for (int i = 0; i < count; i++) {
            all.add(subscriptions[i]);
        }
    }
}
