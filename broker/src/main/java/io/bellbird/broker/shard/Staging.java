package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Distribution;
import io.bellbird.broker.monitor.SampledTime;
import io.bellbird.broker.session.Timer;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a shard's turn has for the store: its changes, who waits for them to be committed, and what is to be read. */
@ShardConfined
final class Staging {
    /** What the store did not take is handed in again with the next turn, so much later at the latest. */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Shard shard;
    private final SessionStore store;

    private StoreBatch batch;
    private long handedInCount;
    private final Map<Durability, List<Runnable>> afterCommit = new EnumMap<>(Durability.class);
    private final List<Runnable> reads = new ArrayList<>();
    private final SampledTime commitTime;
    /** Who waits for the commit whose time is taken. */
    private @Nullable List<Runnable> timed;

    private boolean refused;
    private @Nullable Timer retry;

    Staging(Shard shard, SessionStore store) {
        this.shard = shard;
        this.store = store;
        this.batch = store.newBatch();
        this.commitTime = new SampledTime(shard.counters(), Distribution.COMMIT_NANOS);
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

    /**
     * The turn ends. The batch commits once, and then an empty one for each further class that somebody waits for. A batch
     * that the store throws back, which is a defect, is kept, and with it all who wait: nobody hears of it before the
     * store has it, and what comes meanwhile goes into the same batch.
     *
     * @return whether the store has everything
     */
    boolean handIn() {
        refused = !shard.runIsolated(this::commitAll);
        if (refused && retry == null) {
            retry = shard.schedule(RETRY_NANOS, () -> retry = null); // and that turn ends
        }
        return !refused;
    }

    /** Whether the store has what earlier turns had for it. */
    boolean isHandedIn() {
        return !refused;
    }

    private void commitAll() {
        if (batch.size() > 0 && afterCommit.isEmpty()) {
            commit(Durability.MEMORY, List.of());
        }
        for (Iterator<Map.Entry<Durability, List<Runnable>>> rest =
                        afterCommit.entrySet().iterator();
                rest.hasNext(); ) {
            Map.Entry<Durability, List<Runnable>> waiting = rest.next();
            commit(waiting.getKey(), waiting.getValue());
            rest.remove();
        }
    }

    private void commit(Durability durability, List<Runnable> actions) {
        int size = batch.size();
        if (size > 0 && !actions.isEmpty() && commitTime.takesNext()) {
            commitTime.begin(shard.nowNanos());
            timed = actions;
        }
        store.commit(batch, durability, () -> {
            if (!actions.isEmpty()) {
                shard.execute(() -> committed(actions));
            }
        });
        handedInCount += size;
        batch = store.newBatch();
    }

    private void committed(List<Runnable> actions) {
        if (actions == timed) {
            timed = null;
            commitTime.end(shard.nowNanos());
        }
        actions.forEach(shard::runIsolated);
    }

    /** Everything is handed in. */
    void startReads() {
        reads.forEach(shard::runIsolated);
        reads.clear();
    }
}
