package io.bellbird.console.topics;

import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.Recovery;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store whose commits can be held up. */
final class HeldStore implements SessionStore {
    private final MemoryStore store = new MemoryStore();
    private @Nullable List<Runnable> held;
    private boolean accepting = true;

    synchronized void hold() {
        held = new ArrayList<>();
    }

    /**
     * Commits what was held up, and holds nothing up any more.
     *
     * @return how many commits that were
     */
    synchronized int release() {
        List<Runnable> all = held == null ? List.of() : held;
        held = null;
        all.forEach(Runnable::run);
        return all.size();
    }

    synchronized int heldCount() {
        return held == null ? 0 : held.size();
    }

    /** It takes nothing any more. */
    synchronized void refuse() {
        accepting = false;
    }

    @Override
    public synchronized void commit(StoreBatch batch, Durability durability, Runnable committed) {
        List<Runnable> waiting = held;
        if (waiting == null) {
            store.commit(batch, durability, committed);
        } else {
            waiting.add(() -> store.commit(batch, durability, committed));
        }
    }

    @Override
    public int generation() {
        return store.generation();
    }

    @Override
    public void recover(Recovery recovery) {
        store.recover(recovery);
    }

    @Override
    public StoreBatch newBatch() {
        return store.newBatch();
    }

    @Override
    public void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        store.read(queue, afterSequence, bytesMax, completion);
    }

    @Override
    public synchronized boolean isAccepting() {
        return accepting;
    }

    @Override
    public long heldBytes() {
        return store.heldBytes();
    }

    @Override
    public boolean isInMemory() {
        return false;
    }

    @Override
    public void close() {
        store.close();
    }
}
