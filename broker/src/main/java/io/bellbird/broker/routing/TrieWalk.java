package io.bellbird.broker.routing;

import io.bellbird.broker.ShardConfined;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the filters of a trie that match a topic, level by level. Made once for many topics, so that a walk allocates
 * nothing.
 */
@ShardConfined
final class TrieWalk<N extends TrieNode<N>> {
    private final List<N> matching = new ArrayList<>();
    private List<N> here = new ArrayList<>();
    private List<N> below = new ArrayList<>();

    /**
     * Where the filters that match may end; some of them end nothing.
     *
     * @return to be read until the next walk
     */
    List<N> match(N root, Levels topic) {
        matching.clear();
        here.add(root);
        for (int level = 0; level < topic.count() && !here.isEmpty(); level++) {
            // [MQTT-4.7.2-1]
            descend(topic, level, level > 0 || !topic.isReserved());
        }
        for (int i = 0; i < here.size(); i++) {
            N node = here.get(i);
            matching.add(node);
            addIfPresent(node.hash(), matching);
        }
        here.clear();
        return matching;
    }

    private void descend(Levels topic, int level, boolean wildcards) {
        for (int i = 0; i < here.size(); i++) {
            N node = here.get(i);
            if (wildcards) {
                addIfPresent(node.hash(), matching);
                addIfPresent(node.plus(), below);
            }
            addIfPresent(node.child(topic, level), below);
        }
        List<N> done = here;
        done.clear();
        here = below;
        below = done;
    }

    private static <N> void addIfPresent(@Nullable N node, List<N> nodes) {
        if (node != null) {
            nodes.add(node);
        }
    }
}
