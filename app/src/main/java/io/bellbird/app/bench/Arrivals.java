package io.bellbird.app.bench;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one subscriber has got, or those who share a subscription: which numbers of each stream, one bit for each. Concurrent:
 * guarded by itself.
 */
final class Arrivals {
    private final List<NumberedStream> wanted;
    private final boolean ordered;
    private final Map<Integer, Got> byStream = new HashMap<>();
    private long received;
    private long duplicated;
    private long outOfOrder;

    /** Of one stream. */
    private static final class Got {
        private final BitSet numbers = new BitSet();
        private int highest = -1;
    }

    /**
     * Nothing came yet.
     *
     * @param wanted the streams that it has subscribed to
     * @param ordered the messages of a stream come in order, since one client gets all of them
     */
    Arrivals(List<NumberedStream> wanted, boolean ordered) {
        this.wanted = List.copyOf(wanted);
        this.ordered = ordered;
    }

    /** A message came. */
    synchronized void add(int stream, int sequence) {
        Got got = byStream.computeIfAbsent(stream, unknown -> new Got());
        received++;
        if (got.numbers.get(sequence)) {
            duplicated++;
            return;
        }
        got.numbers.set(sequence);
        if (sequence < got.highest) {
            outOfOrder += ordered ? 1 : 0;
        } else {
            got.highest = sequence;
        }
    }

    synchronized long received() {
        return received;
    }

    /** Came once more. */
    synchronized long duplicated() {
        return duplicated;
    }

    /** Came for the first time, after a later one of its stream. */
    synchronized long outOfOrder() {
        return outOfOrder;
    }

    /** How many messages the broker has acknowledged and not brought here. */
    synchronized long missing() {
        long missing = 0;
        for (NumberedStream stream : wanted) {
            Got got = byStream.get(stream.number());
            missing += got == null ? stream.acknowledgedCount() : stream.missing(got.numbers);
        }
        return missing;
    }
}
