package io.bellbird.app.mosquitto;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hands changes to a store in batches of moderate size, each when the one before is committed. */
final class StoreWriter {
    private static final long BATCH_BYTES_MAX = 1 << 20;
    private static final int BATCH_CHANGES_MAX = 10_000;
    /** How often a store that does not commit is asked whether it still can. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final SessionStore store;
    private StoreBatch batch;
    private long bytes;

    StoreWriter(SessionStore store) {
        this.store = store;
        this.batch = store.newBatch();
    }

    /** To add changes to, until the next call of a method. */
    StoreBatch batch() {
        return batch;
    }

    /** A change with this message was added. */
    void added(Publication publication) {
        bytes += publication.memoryBytes();
    }

    /** Commits what was added, if it is much. */
    void writeSome() throws StoreRefusedException, InterruptedException {
        if (bytes >= BATCH_BYTES_MAX || batch.size() >= BATCH_CHANGES_MAX) {
            commit(Durability.PROCESS);
        }
    }

    /** Commits everything to the disk. */
    void writeAll() throws StoreRefusedException, InterruptedException {
        commit(Durability.DISK);
    }

    private void commit(Durability durability) throws StoreRefusedException, InterruptedException {
        CountDownLatch committed = new CountDownLatch(1);
        store.commit(batch, durability, committed::countDown);
        while (!committed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            if (!store.isAccepting()) {
                throw new StoreRefusedException(
                        "the store cannot write: the disk is full, nearly full, or broken; make room and try again");
            }
        }
        batch = store.newBatch();
        bytes = 0;
    }
}
