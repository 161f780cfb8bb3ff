package io.bellbird.store.rocksdb;

import java.util.ArrayList;
import java.util.List;

/**
 * How many queue entries refer to each payload that is stored apart. The counts live in memory only: after a start they
 * are what has changed since, until the {@link QueueCount} has told how many there were. The committer's alone.
 */
final class SharedPayloads {
    private NumberPairMap counts = new NumberPairMap();
    private boolean complete;

    /** An entry refers to the payload. */
    void add(long payloadNumber) {
        counts.add(payloadNumber, 0, 1);
    }

    /** An entry no longer does; true when it was the last one, so that the payload is to be deleted. */
    boolean remove(long payloadNumber) {
        return counts.add(payloadNumber, 0, -1) == 0 && complete;
    }

    boolean isReferred(long payloadNumber) {
        return counts.get(payloadNumber, 0) > 0;
    }

    /** Whether no entry can refer to a payload apart. */
    boolean isEmpty() {
        return complete && counts.size() == 0;
    }

    /**
     * Takes in what was there at the start.
     *
     * @return payloads to which nothing refers any more
     */
    List<Long> complete(NumberPairMap atStart) {
        List<Long> unused = new ArrayList<>();
        NumberPairMap changes = counts;
        counts = atStart;
        changes.forEach((payloadNumber, zero, change) -> {
            if (counts.add(payloadNumber, 0, change) == 0) {
                unused.add(payloadNumber);
            }
        });
        complete = true;
        return unused;
    }
}
