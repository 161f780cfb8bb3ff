package io.bellbird.broker.routing;

import io.bellbird.broker.AnyThread;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Which shards have any subscription that matches a topic: a trie of filters with a bit mask of shards at each, shared
 * by all shards. It changes only at a shard's first and last subscription to a filter.
 *
 * <p>Concurrent. Readers take no lock. Writers take one, so that of two writers neither prunes a node to which the
 * other is adding.
 *
 * <p><b>No filter is ever hidden.</b> A reader finds a filter that is present during the whole of its walk, whatever
 * happens to other filters meanwhile: a node on the way to a present filter is not empty, so it is not pruned, and
 * {@link InterestNode} keeps it reachable while its siblings come and go.
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
    private final InterestNode root = new InterestNode(null, "");
    private final AtomicLongArray versions = new AtomicLongArray(Stripe.COUNT);

    /** No shard is interested in anything. */
    public Interest() {}

    /** Says that a shard has a subscription to a filter; when this returns, everybody can see it. */
    @AnyThread
    void add(List<String> filterLevels, int shard) {
        synchronized (writers) {
            InterestNode node = root;
            for (String level : filterLevels) {
                node = node.obtain(level);
            }
            node.shards(node.shards() | bit(shard));
            versions.incrementAndGet(Stripe.of(filterLevels));
        }
    }

    /** Says that a shard has no subscription to a filter any more. */
    @AnyThread
    void remove(List<String> filterLevels, int shard) {
        synchronized (writers) {
            InterestNode node = root;
            for (String level : filterLevels) {
                node = node.at(level);
                if (node == null) {
                    return;
                }
            }
            node.shards(node.shards() & ~bit(shard));
            prune(node);
            versions.incrementAndGet(Stripe.of(filterLevels));
        }
    }

    /** Whether no level of any filter is left in memory. */
    @AnyThread
    boolean isEmpty() {
        return root.isEmpty();
    }

    private static void prune(InterestNode leaf) {
        InterestNode node = leaf;
        for (InterestNode parent = node.parent(); parent != null && node.isEmpty(); parent = node.parent()) {
            parent.drop(node);
            node = parent;
        }
    }

    /** The shards with a filter that matches: bit n for shard n. */
    @AnyThread
    public long mask(Topic topic) {
        long mask = 0;
        List<InterestNode> here = List.of(root);
        List<String> levels = topic.levels();
        for (int depth = 0; depth < levels.size() && !here.isEmpty(); depth++) {
            // [MQTT-4.7.2-1]
            boolean wildcards = depth > 0 || !topic.isReserved();
            String level = levels.get(depth);
            List<InterestNode> below = new ArrayList<>(2 * here.size());
            for (InterestNode node : here) {
                if (wildcards) {
                    mask |= shards(node.hash());
                    addIfPresent(node.plus(), below);
                }
                addIfPresent(node.child(level), below);
            }
            here = below;
        }
        for (InterestNode node : here) {
            mask |= node.shards() | shards(node.hash());
        }
        return mask;
    }

    private static long shards(@Nullable InterestNode node) {
        return node == null ? 0 : node.shards();
    }

    private static void addIfPresent(@Nullable InterestNode node, List<InterestNode> nodes) {
        if (node != null) {
            nodes.add(node);
        }
    }

    /**
     * Has changed when {@link #mask} may answer otherwise for a topic of this stripe; only grows. To be read before the
     * mask.
     */
    @AnyThread
    long version(int stripe) {
        return versions.get(stripe) + versions.get(Stripe.WILDCARD);
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
