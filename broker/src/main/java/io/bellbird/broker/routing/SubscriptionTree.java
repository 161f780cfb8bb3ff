package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;

/**
 * The subscriptions of one shard, found by topic: a trie with a node for each level of each filter. Tells the {@link
 * Interest} of all shards about the first and the last subscription to a filter.
 */
@ShardConfined
public final class SubscriptionTree {
    private final Interest interest;
    private final int shard;
    private final TreeNode root = new TreeNode(null, 0, null);
    private final TrieWalk<TreeNode> walk = new TrieWalk<>();
    private final Levels levels;
    /** Counts the changes that no change of {@link #interest} shows, by stripe of the filter. */
    private final long[] versions = new long[Stripe.COUNT];

    private int size;

    /**
     * @param interest of all shards
     * @param shard 0..63, different for each tree that shares {@code interest}
     */
    public SubscriptionTree(Interest interest, int shard) {
        this.interest = interest;
        this.shard = Interest.checkShard(shard);
        this.levels = interest.newLevels();
    }

    /**
     * Adds a subscription. When this returns, every message that any shard starts to route comes here.
     *
     * @param subscriber has no subscription to this filter yet; {@link #replace} changes the one it has
     * @param identifier 1..268,435,455, or 0 for none
     */
    public Subscription subscribe(
            Subscriber subscriber, TopicFilter filter, SubscriptionOptions options, int identifier) {
        levels.of(filter);
        TreeNode node = root;
        for (int level = 0; level < levels.count(); level++) {
            node = node.obtain(levels, level);
        }
        node.filter(filter);
        Subscription subscription = new Subscription(subscriber, node, options, identifier);
        node.add(subscription);
        size++;
        changed();
        if (node.count() == 1) {
            interest.add(levels, shard);
        }
        return subscription;
    }

    /**
     * Gives a subscription other options. There is no moment at which it does not exist [MQTT-3.8.4-3].
     *
     * @param identifier 1..268,435,455, or 0 for none
     */
    public void replace(Subscription subscription, SubscriptionOptions options, int identifier) {
        requirePresent(subscription);
        subscription.change(options, identifier);
        levels.of(subscription.filter());
        changed();
    }

    /** The subscriber of a subscription may receive other messages than before. */
    public void rightsChanged(Subscription subscription) {
        requirePresent(subscription);
        levels.of(subscription.filter());
        changed();
    }

    /** All subscribers may receive other messages than before. */
    public void rightsChanged() {
        versions[Stripe.WILDCARD]++; // every topic depends on it
    }

    /** Removes a subscription, in a time that depends on the levels of its filter only. */
    public void unsubscribe(Subscription subscription) {
        requirePresent(subscription);
        TreeNode node = subscription.node();
        node.remove(subscription);
        size--;
        levels.of(subscription.filter());
        changed();
        if (node.count() == 0) {
            interest.remove(levels, shard);
            TrieNode.prune(node, levels);
        }
    }

    /** How many subscriptions there are. */
    public int size() {
        return size;
    }

    /** Whether no level of any filter is left in memory. */
    boolean isEmpty() {
        return root.isEmpty();
    }

    /**
     * Where the filters that match may end; some have no subscription.
     *
     * @return to be read until the next call
     */
    List<TreeNode> matching(Levels topic) {
        return walk.match(root, topic);
    }

    /** Changes whenever {@link #matching} may answer otherwise for a topic of these stripes; only grows. */
    long version(int both, int first, int second) {
        return versions[both] + versions[first] + versions[second] + versions[Stripe.WILDCARD];
    }

    private void changed() {
        versions[levels.stripe()]++;
    }

    private static void requirePresent(Subscription subscription) {
        if (subscription.index() == TreeNode.REMOVED) {
            throw new IllegalStateException("the subscription to " + subscription.filter() + " was removed before");
        }
    }
}
