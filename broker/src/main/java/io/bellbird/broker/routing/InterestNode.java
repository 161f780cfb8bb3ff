package io.bellbird.broker.routing;

import org.jspecify.annotations.Nullable;

/** One level of the filters in {@link Interest}. One writer at a time, any number of readers. */
final class InterestNode extends TrieNode<InterestNode> {
    private volatile long shards;

    InterestNode(@Nullable InterestNode parent, long key, @Nullable String name) {
        super(parent, key, name);
    }

    @Override
    InterestNode newChild(long childKey, @Nullable String childName) {
        return new InterestNode(this, childKey, childName);
    }

    /** The shards with the filter that ends here. */
    long shards() {
        return shards;
    }

    void shards(long mask) {
        shards = mask;
    }

    @Override
    boolean isEmpty() {
        return shards == 0 && !hasChildren();
    }
}
