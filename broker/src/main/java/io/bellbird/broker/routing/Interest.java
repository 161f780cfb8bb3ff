package io.bellbird.broker.routing;

import io.bellbird.broker.AnyThread;
import io.bellbird.codec.Topic;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which shards have any subscription that matches a topic: a trie of filters with a bit mask of shards at each, shared
 * by all shards. It changes only at a shard's first and last subscription to a filter.
 *
 * <p>Concurrent. Readers take no lock. Writers take one, so that of two writers neither prunes a node to which the
 * other is adding.
 *
 * <p><b>No filter is ever hidden.</b> A reader finds a filter that is present during the whole of its walk, whatever
 * happens to other filters meanwhile: a node on the way to a present filter is not empty, so it is not pruned, and
 * {@link TrieNode} keeps it reachable while its siblings come and go.
 *
 * <p><b>No kept answer is stale.</b> A writer changes the trie first, then counts the change in {@linkplain #version the
 * version}; a reader reads the version first, then the trie, and keeps both. Take a change that has returned, and a
 * reader that afterwards finds the version to be what it kept. The counters only grow, so the change is counted in the
 * version that was kept. It was made before it was counted, and the trie was walked after that version was read; the
 * counters are volatile, so the walk saw it, and the kept answer has it.
 */
public final class Interest {
    /** Shards are numbered 0 up to, but without, this. */
    public static final int SHARDS_MAX = Long.SIZE;

    private final Object writers = new Object();
    private final InterestNode root = new InterestNode(null, 0, null);
    private final AtomicLongArray versions = new AtomicLongArray(Stripe.COUNT);
    private final long seed;

    /**
     * No shard is interested in anything.
     *
     * @param seed new in each process, so that nobody can choose filters that are slow to find
     */
    public Interest(long seed) {
        this.seed = seed;
    }

    /** Takes names apart for this, and for the trees of the shards. */
    @AnyThread
    Levels newLevels() {
        return new Levels(seed);
    }

    /** Says that a shard has a subscription to a filter; when this returns, everybody can see it. */
    @AnyThread
    void add(Levels filter, int shard) {
        synchronized (writers) {
            InterestNode node = root;
            for (int level = 0; level < filter.count(); level++) {
                node = node.obtain(filter, level);
            }
            node.shards(node.shards() | bit(shard));
            versions.incrementAndGet(filter.stripe());
        }
    }

    /** Says that a shard has no subscription to a filter any more. */
    @AnyThread
    void remove(Levels filter, int shard) {
        synchronized (writers) {
            InterestNode node = root;
            for (int level = 0; level < filter.count(); level++) {
                node = node.at(filter, level);
                if (node == null) {
                    return;
                }
            }
            if ((node.shards() & bit(shard)) == 0) {
                return;
            }
            node.shards(node.shards() & ~bit(shard));
            TrieNode.prune(node, filter);
            versions.incrementAndGet(filter.stripe());
        }
    }

    /** Whether no level of any filter is left in memory. */
    @AnyThread
    boolean isEmpty() {
        return root.isEmpty();
    }

    /** The shards with a filter that matches: bit n for shard n. */
    @AnyThread
    public long mask(Topic topic) {
        return mask(newLevels().of(topic), new TrieWalk<>());
    }

    /** As {@link #mask(Topic)}, with what the caller has for it. */
    @AnyThread
    long mask(Levels topic, TrieWalk<InterestNode> walk) {
        List<InterestNode> matching = walk.match(root, topic);
        long mask = 0;
        for (int i = 0; i < matching.size(); i++) {
            mask |= matching.get(i).shards();
        }
        return mask;
    }

    /**
     * Has changed when {@link #mask} may answer otherwise for a topic of these {@linkplain Levels stripes}; only grows.
     * To be read before the mask.
     */
    @AnyThread
    long version(int both, int first, int second) {
        return versions.get(both) + versions.get(first) + versions.get(second) + versions.get(Stripe.WILDCARD);
    }

    static long bit(int shard) {
        return 1L << shard;
    }

    static int checkShard(int shard) {
        if (shard < 0 || shard >= SHARDS_MAX) {
            throw new IllegalArgumentException("shards are 0 to " + (SHARDS_MAX - 1) + ", not " + shard);
        }
        return shard;
    }
}
