package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.SubscriptionOptions;

/**
 * One subscriber's subscription to one filter, and its place in the tree. The {@link SubscriptionTree} makes, changes
 * and removes it; its subscriber keeps it, to do so.
 */
@ShardConfined
public final class Subscription {
    private final Subscriber subscriber;
    /** Where it stands, or stood. */
    private final TreeNode node;
    /** Its index among the node's subscriptions; {@link TreeNode#REMOVED} before and afterwards. */
    private int index = TreeNode.REMOVED;

    private SubscriptionOptions options;
    private int identifier;

    Subscription(Subscriber subscriber, TreeNode node, SubscriptionOptions options, int identifier) {
        this.subscriber = subscriber;
        this.node = node;
        this.options = options;
        this.identifier = identifier;
    }

    public Subscriber subscriber() {
        return subscriber;
    }

    /** The same object for all subscriptions to equal filters, so that keeping it costs nothing. */
    public TopicFilter filter() {
        return node.filter();
    }

    public SubscriptionOptions options() {
        return options;
    }

    /** The subscription identifier, 1..268,435,455, or 0 for none. */
    public int identifier() {
        return identifier;
    }

    TreeNode node() {
        return node;
    }

    int index() {
        return index;
    }

    void moveTo(int newIndex) {
        index = newIndex;
    }

    void change(SubscriptionOptions newOptions, int newIdentifier) {
        options = newOptions;
        identifier = newIdentifier;
    }
}
