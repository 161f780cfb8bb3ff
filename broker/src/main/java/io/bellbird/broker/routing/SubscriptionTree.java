package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one shard, found by topic: a trie with a node for each level of each filter. Tells the {@link
 * Interest} of all shards about the first and the last subscription to a filter.
 */
@ShardConfined
public final class SubscriptionTree {
    private static final int KNOWN_LEVELS = 1024;

    private final Interest interest;
    private final int shard;
    private final TreeNode root = new TreeNode(null, "");
    /** Counts the changes that no change of {@link #interest} shows, by stripe of the filter. */
    private final long[] versions = new long[Stripe.COUNT];
    /** Names of levels that filters used lately, by hash: many filters share one text. */
    private final @Nullable String[] knownLevels = new String[KNOWN_LEVELS];

    private int size;

    /**
     * @param interest of all shards
     * @param shard 0..63, different for each tree that shares {@code interest}
     */
    public SubscriptionTree(Interest interest, int shard) {
        this.interest = interest;
        this.shard = Interest.checkShard(shard);
    }

    /**
     * Adds a subscription. When this returns, every message that any shard starts to route comes here.
     *
     * @param subscriber has no subscription to this filter yet; {@link #replace} changes the one it has
     * @param identifier 1..268,435,455, or 0 for none
     */
    public Subscription subscribe(
            Subscriber subscriber, TopicFilter filter, SubscriptionOptions options, int identifier) {
        List<String> levels = known(filter.levels());
        TreeNode node = root;
        for (String level : levels) {
            node = node.obtain(level);
        }
        node.filter(filter);
        Subscription subscription = new Subscription(subscriber, node, options, identifier);
        node.add(subscription);
        size++;
        changed(levels);
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
        changed(subscription.filter().levels());
    }

    /** Removes a subscription, in a time that depends on the levels of its filter only. */
    public void unsubscribe(Subscription subscription) {
        requirePresent(subscription);
        TreeNode node = subscription.node();
        node.remove(subscription);
        size--;
        List<String> levels = subscription.filter().levels();
        changed(levels);
        if (node.count() == 0) {
            interest.remove(levels, shard);
            prune(node);
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

    /** Where the filters that match end; each with at least one subscription. */
    List<TreeNode> matching(Topic topic) {
        List<TreeNode> matching = new ArrayList<>();
        List<TreeNode> here = List.of(root);
        List<String> levels = topic.levels();
        for (int depth = 0; depth < levels.size() && !here.isEmpty(); depth++) {
            // [MQTT-4.7.2-1]
            boolean wildcards = depth > 0 || !topic.isReserved();
            String level = levels.get(depth);
            List<TreeNode> below = new ArrayList<>(2 * here.size());
            for (TreeNode node : here) {
                if (wildcards) {
                    addIfSubscribed(node.hash(), matching);
                    addIfPresent(node.plus(), below);
                }
                addIfPresent(node.child(level), below);
            }
            here = below;
        }
        for (TreeNode node : here) {
            addIfSubscribed(node, matching);
            addIfSubscribed(node.hash(), matching);
        }
        return matching;
    }

    private static void addIfPresent(@Nullable TreeNode node, List<TreeNode> nodes) {
        if (node != null) {
            nodes.add(node);
        }
    }

    private static void addIfSubscribed(@Nullable TreeNode node, List<TreeNode> nodes) {
        if (node != null && node.count() > 0) {
            nodes.add(node);
        }
    }

    /**
     * Changes whenever {@link #matching} may answer otherwise for a topic of this stripe; only grows.
     *
     * @param stripe of the topic's first level
     */
    long version(int stripe) {
        return versions[stripe] + versions[Stripe.WILDCARD];
    }

    private void changed(List<String> filterLevels) {
        versions[Stripe.of(filterLevels)]++;
    }

    private static void prune(TreeNode leaf) {
        TreeNode node = leaf;
        for (TreeNode parent = node.parent(); parent != null && node.isEmpty(); parent = node.parent()) {
            parent.drop(node);
            node = parent;
        }
    }

    private List<String> known(List<String> levels) {
        List<String> known = new ArrayList<>(levels.size());
        for (String level : levels) {
            known.add(known(level));
        }
        return known;
    }

    private String known(String level) {
        int slot = level.hashCode() & (KNOWN_LEVELS - 1);
        String last = knownLevels[slot];
        if (last != null && last.equals(level)) {
            return last;
        }
        knownLevels[slot] = level;
        return level;
    }

    private static void requirePresent(Subscription subscription) {
        if (subscription.index() == TreeNode.REMOVED) {
            throw new IllegalStateException("the subscription to " + subscription.filter() + " was removed before");
        }
    }
}
