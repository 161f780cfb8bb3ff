package io.bellbird.broker.routing;

import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the messages of one topic go, as it was when the route was built. Immutable. */
public final class Route {
    private static final Receiver[] NOBODY = {};
    private static final Route NOWHERE = new Route(NOBODY, 0, 0);

    private final Receiver[] receivers;
    private final int excluded;
    private final long otherShards;

    private Route(Receiver[] receivers, int excluded, long otherShards) {
        this.receivers = receivers;
        this.excluded = excluded;
        this.otherShards = otherShards;
    }

    /**
     * Merges what matches, without subscribers that may not receive the topic.
     *
     * @param nodes whose subscriptions match; some may have none
     * @param otherShards bit n for shard n
     */
    static Route of(Topic topic, List<TreeNode> nodes, long otherShards) {
        TreeNode only = null;
        for (TreeNode node : nodes) {
            if (node.count() == 0) {
                continue;
            }
            if (only != null) {
                return permitted(topic, merged(nodes), otherShards);
            }
            only = node;
        }
        return only == null ? elsewhere(otherShards) : permitted(topic, receivers(only), otherShards);
    }

    private static Route permitted(Topic topic, Receiver[] receivers, long otherShards) {
        int count = 0;
        for (Receiver receiver : receivers) {
            if (receiver.subscriber().mayReceive(topic)) {
                receivers[count++] = receiver;
            }
        }
        Receiver[] permitted = count == receivers.length ? receivers : Arrays.copyOf(receivers, count);
        return new Route(permitted, receivers.length - count, otherShards);
    }

    /** Where nobody of this shard receives. */
    static Route elsewhere(long otherShards) {
        return otherShards == 0 ? NOWHERE : new Route(NOBODY, 0, otherShards);
    }

    /** Of the subscriptions to one filter, no two have the same subscriber. */
    private static Receiver[] receivers(TreeNode node) {
        Receiver[] receivers = new Receiver[node.count()];
        for (int i = 0; i < receivers.length; i++) {
            receivers[i] = Receiver.of(node.subscription(i));
        }
        return receivers;
    }

    private static Receiver[] merged(List<TreeNode> nodes) {
        // in the order of the tree, so that a run can be repeated
        Map<Subscriber, List<Subscription>> bySubscriber = new LinkedHashMap<>();
        for (TreeNode node : nodes) {
            for (int i = 0; i < node.count(); i++) {
                Subscription subscription = node.subscription(i);
                bySubscriber
                        .computeIfAbsent(subscription.subscriber(), subscriber -> new ArrayList<>(1))
                        .add(subscription);
            }
        }
        Receiver[] receivers = new Receiver[bySubscriber.size()];
        int i = 0;
        for (List<Subscription> overlapping : bySubscriber.values()) {
            receivers[i++] = Receiver.merged(overlapping);
        }
        return receivers;
    }

    /** How many subscribers of this shard receive. */
    public int receiverCount() {
        return receivers.length;
    }

    /**
     * One of them; no two have the same subscriber.
     *
     * @param index 0 up to, but without, {@link #receiverCount()}
     */
    public Receiver receiver(int index) {
        return receivers[index];
    }

    /** How many subscribers of this shard match, and may not receive. */
    public int excludedCount() {
        return excluded;
    }

    /** The other shards with receivers: bit n for shard n. */
    public long otherShards() {
        return otherShards;
    }

    /** Whether nobody receives, on any shard. */
    public boolean isEmpty() {
        return receivers.length == 0 && otherShards == 0;
    }
}
