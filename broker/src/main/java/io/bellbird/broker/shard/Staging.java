package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a shard's turn has for the store: its changes, who waits for them to be committed, and what is to be read. */
@ShardConfined
final class Staging {
    private final Shard shard;
    private final SessionStore store;

    private StoreBatch batch;
    private long handedInCount;
    private final Map<Durability, List<Runnable>> afterCommit = new EnumMap<>(Durability.class);
    private final List<Runnable> reads = new ArrayList<>();

    Staging(Shard shard, SessionStore store) {
        this.shard = shard;
        this.store = store;
        this.batch = store.newBatch();
    }

    /** The changes of this turn. */
    StoreBatch batch() {
        return batch;
    }

    /** How many changes have ever been added to a batch. */
    long count() {
        return handedInCount + batch.size();
    }

    /** Runs an action on the shard when this turn's changes are committed. */
    void afterCommit(Durability durability, Runnable action) {
        afterCommit.computeIfAbsent(durability, unused -> new ArrayList<>()).add(action);
    }

    /** Reads once this turn's changes are handed in: before its end they must not be parted. */
    void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        reads.add(() -> store.read(
                queue, afterSequence, bytesMax, messages -> shard.execute(() -> completion.accept(messages))));
    }

    /** The turn ends. The batch commits once, and then an empty one for each further class that somebody waits for. */
    void handIn() {
        if (batch.size() > 0 && afterCommit.isEmpty()) {
            commit(Durability.MEMORY, List.of());
        }
        for (Map.Entry<Durability, List<Runnable>> waiting : afterCommit.entrySet()) {
            commit(waiting.getKey(), waiting.getValue());
        }
        afterCommit.clear();
    }

    private void commit(Durability durability, List<Runnable> actions) {
        StoreBatch handedIn = batch;
        handedInCount += handedIn.size();
        batch = store.newBatch();
        store.commit(handedIn, durability, () -> {
            if (!actions.isEmpty()) {
                shard.execute(() -> actions.forEach(shard::runIsolated));
            }
        });
    }

    /** Everything is handed in. */
    void startReads() {
        reads.forEach(shard::runIsolated);
        reads.clear();
    }
}
