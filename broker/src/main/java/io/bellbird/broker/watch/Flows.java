package io.bellbird.broker.watch;

import io.bellbird.broker.ShardConfined;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts, for those who look at the live graph, which client of a shard publishes to which topic and is sent what. While
 * nobody looks a shard has no such object, so that all it pays is to look.
 *
 * <p>It is made to be cheap, and is exact only while little happens: when there were more messages in the window before
 * than {@link #LOOKUPS_MAX}, only some are looked at, and each of these counts for as many as were passed over. How many
 * that are varies, in a fixed sequence without a rhythm, so that clients who take turns are all seen. A message that is
 * passed over costs a subtraction; no message allocates.
 *
 * <p>It holds at most {@link #EDGES_MAX} pairs of a client and a topic; what belongs to others is counted as missed.
 */
@ShardConfined
public final class Flows {
    /** Messages that are looked at in a window, about, once the window before has shown how many there are. */
    static final int LOOKUPS_MAX = 500;
    /** Pairs of a client and a topic in a window, at most. */
    static final int EDGES_MAX = 2_048;

    private static final int STRIDE_MAX = 1 << 28;
    private static final int SLOTS = 2 * EDGES_MAX;

    /** An open hash table; a slot without a client is free. */
    private final @Nullable String[] clients = new String[SLOTS];

    private final @Nullable Topic[] topics = new Topic[SLOTS];
    private final long[] published = new long[SLOTS];
    private final long[] sent = new long[SLOTS];
    /** The slots that are taken, as many as there are {@link #edges}. */
    private final int[] taken = new int[EDGES_MAX];

    private int edges;
    private long missed;
    private long publishedInAll;
    private long sentInAll;

    /** For how many messages one that is looked at counts, on average. */
    private int stride = 1;
    /** The same for the one that is next. */
    private int weight = 1;
    /** Until the next one is looked at. */
    private int countdown = 1;

    private int lookups;
    private int random = 0x2545F491;

    /**
     * What was counted.
     *
     * @param flows by client and topic, in no order
     * @param published messages that clients published and that were accepted, all of them
     * @param sent messages that were sent to clients, all of them
     * @param missed messages that are in no flow, since there were too many
     */
    public record Window(List<Flow> flows, long published, long sent, long missed) {
        /** Of no time at all. */
        public static final Window EMPTY = new Window(List.of(), 0, 0, 0);
    }

    /** A client's message was accepted. */
    public void published(String clientId, Topic topic) {
        publishedInAll++;
        if (--countdown == 0) {
            int slot = slot(clientId, topic);
            if (slot >= 0) {
                published[slot] += weight;
            }
            chooseNext();
        }
    }

    /** A message was sent to a client. */
    public void sent(String clientId, Topic topic) {
        sentInAll++;
        if (--countdown == 0) {
            int slot = slot(clientId, topic);
            if (slot >= 0) {
                sent[slot] += weight;
            }
            chooseNext();
        }
    }

    /** Where a pair is counted; -1 when there is no room for it, which counts as missed. */
    private int slot(String clientId, Topic topic) {
        int hash = (31 * clientId.hashCode() + topic.hashCode()) * 0x9E3779B9;
        int slot = hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS));
        for (String there = clients[slot]; there != null; there = clients[slot]) {
            if (topic.equals(topics[slot]) && there.equals(clientId)) {
                return slot;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        if (edges == EDGES_MAX) {
            missed += weight;
            return -1;
        }
        clients[slot] = clientId;
        topics[slot] = topic;
        taken[edges++] = slot;
        return slot;
    }

    /** Within a window in which much more happens than before, fewer and fewer are looked at. */
    private void chooseNext() {
        if (++lookups % LOOKUPS_MAX == 0) {
            stride = Math.min(2 * stride, STRIDE_MAX);
        }
        draw();
    }

    /** From 1 to twice the stride less one, all of them equally often. */
    private void draw() {
        weight = stride;
        if (stride == 1) {
            countdown = 1;
        } else {
            random ^= random << 13;
            random ^= random >>> 17;
            random ^= random << 5;
            countdown = 1 + (random >>> 1) % (2 * stride - 1);
        }
    }

    /** What was counted since it was taken before; the next window begins. */
    public Window take() {
        List<Flow> flows = new ArrayList<>(edges);
        for (int i = 0; i < edges; i++) {
            int slot = taken[i];
            String client = clients[slot];
            Topic topic = topics[slot];
            if (client != null && topic != null) {
                flows.add(new Flow(client, topic, published[slot], sent[slot]));
            }
        }
        Window window = new Window(flows, publishedInAll, sentInAll, missed);
        clear();
        stride = (int) Math.min(STRIDE_MAX, 1 + (window.published + window.sent) / LOOKUPS_MAX);
        draw();
        return window;
    }

    private void clear() {
        for (int i = 0; i < edges; i++) {
            int slot = taken[i];
            clients[slot] = null;
            topics[slot] = null;
            published[slot] = 0;
            sent[slot] = 0;
        }
        edges = 0;
        missed = 0;
        publishedInAll = 0;
        sentInAll = 0;
        lookups = 0;
    }
}
