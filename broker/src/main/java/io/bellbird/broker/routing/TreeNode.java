package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One level of the filters in a {@link SubscriptionTree}. */
@ShardConfined
final class TreeNode extends TrieNode<TreeNode> {
    /** The index of a subscription that is not in the tree any more. */
    static final int REMOVED = -1;

    private static final Subscription[] NONE = {};

    /** The filter that ends here, once there was a subscription. */
    private @Nullable TopicFilter filter;
    /** Those of the filter that ends here, in no order: the first, which is mostly the only one, */
    private @Nullable Subscription first;
    /** and the others, of which there are {@link #count} less one. */
    private @Nullable Subscription[] others = NONE;

    private int count;

    TreeNode(@Nullable TreeNode parent, long key, @Nullable String name) {
        super(parent, key, name);
    }

    @Override
    TreeNode newChild(long childKey, @Nullable String childName) {
        return new TreeNode(this, childKey, childName);
    }

    @Override
    boolean isEmpty() {
        return count == 0 && !hasChildren();
    }

    /** The filter that ends here. */
    TopicFilter filter() {
        if (filter == null) {
            throw new IllegalStateException("no subscription has ended here");
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
        if (count > others.length) {
            others = Arrays.copyOf(others, count + (count >> 1));
        }
        put(count++, subscription);
    }

    /** The last takes the place of the removed one, so that the number of subscriptions does not matter. */
    void remove(Subscription subscription) {
        int index = subscription.index();
        put(index, subscription(count - 1));
        count--;
        if (count == 0) {
            first = null;
        } else {
            others[count - 1] = null;
        }
        subscription.moveTo(REMOVED);
        if (count < others.length / 4) {
            others = count <= 1 ? NONE : Arrays.copyOf(others, count * 2);
        }
    }

    private void put(int index, Subscription subscription) {
        subscription.moveTo(index);
        if (index == 0) {
            first = subscription;
        } else {
            others[index - 1] = subscription;
        }
    }

    /** @param index 0 up to, but without, {@link #count()} */
    Subscription subscription(int index) {
        return Objects.requireNonNull(index == 0 ? first : others[index - 1]);
    }
}
