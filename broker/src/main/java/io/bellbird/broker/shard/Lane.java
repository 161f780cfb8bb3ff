package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.StoreBatch;
import java.util.ArrayDeque;

/**
 * The numbered publications of one shard: QoS 2 messages of stored sessions that go to other shards as well, and those
 * that come while such a one is not settled. Their queue entries are committed shard by shard, so that a crash may come
 * between, and the publisher, who has no PUBREC, sends the message again. Hence such entries count only once the
 * publication is settled. A lane settles in order: one record says how far.
 */
@ShardConfined
final class Lane {
    private final int generation;
    private final int index;
    private final Settlements settlements;
    private final ArrayDeque<Entry> unsettled = new ArrayDeque<>();
    private long count;
    /** The last that is settled, and is to be recorded with this turn's batch; 0 when there is none. */
    private long toRecord;
    /** What is in the batch that is being handed in. */
    private long recorded;

    /**
     * A shard's lane.
     *
     * @param generation of the store
     * @param index of the shard
     */
    Lane(int generation, int index, Settlements settlements) {
        this.generation = generation;
        this.index = index;
        this.settlements = settlements;
    }

    /** Whether all that came in is settled. */
    boolean isSettled() {
        return unsettled.isEmpty();
    }

    /** Takes in the next publication. */
    Entry add() {
        Entry entry = new Entry(Numbers.publication(generation, index, ++count));
        unsettled.add(entry);
        return entry;
    }

    /** The turn ends: its batch records how far the lane is settled. */
    void record(StoreBatch batch) {
        if (toRecord != 0) {
            batch.settled(toRecord);
            recorded = toRecord;
            toRecord = 0;
        }
    }

    /** The batch was handed in. */
    void handedIn() {
        if (recorded != 0) {
            settlements.advance(recorded);
            recorded = 0;
        }
    }

    /** A publication, until it is settled. */
    final class Entry {
        private final long number;
        private Runnable settle = () -> {};
        private boolean complete;

        private Entry(long number) {
            this.number = number;
        }

        long number() {
            return number;
        }

        /**
         * All shards have handed in what it caused.
         *
         * @param action adds its own records; run now, or when all before it in the lane are complete
         */
        void complete(Runnable action) {
            settle = action;
            complete = true;
            while (!unsettled.isEmpty() && unsettled.peek().complete) {
                Entry first = unsettled.remove();
                toRecord = first.number;
                first.settle.run();
            }
        }
    }
}
