package io.bellbird.store.rocksdb;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;

/**
 * A database that fails when its test says so. Like RocksDB, it writes no more once a write has failed. Where RocksDB
 * would bring the process down, because somebody uses what another has closed, it counts that.
 */
final class FailingDatabase implements Database {
    /** What the test decides, anew for each call. */
    static final class Plan {
        volatile Supplier<Outcome> write = () -> Outcome.DONE;
        volatile Supplier<Outcome> sync = () -> Outcome.DONE;
        final AtomicInteger opened = new AtomicInteger();
        /** Those that are open at the moment. */
        final AtomicInteger openNow = new AtomicInteger();

        final AtomicInteger flushed = new AtomicInteger();
        final AtomicInteger usedWhenClosed = new AtomicInteger();

        /** Nothing fails from now on. */
        void heal() {
            write = () -> Outcome.DONE;
            sync = () -> Outcome.DONE;
        }
    }

    /** How a call ends. */
    enum Outcome {
        DONE,
        FAILED,
        /** It was done, and yet an error is told. */
        DONE_AND_FAILED
    }

    private final Database real;
    private final Plan plan;
    private final AtomicInteger snapshots = new AtomicInteger();
    private volatile boolean broken;
    private volatile boolean closed;

    FailingDatabase(Database real, Plan plan) {
        this.real = real;
        this.plan = plan;
        plan.opened.incrementAndGet();
        plan.openNow.incrementAndGet();
    }

    static RocksDBException noSpace() {
        String text = "IO error: No space left on device";
        return new RocksDBException(text, new Status(Status.Code.IOError, Status.SubCode.NoSpace, text));
    }

    private Database open() {
        if (closed) {
            plan.usedWhenClosed.incrementAndGet();
            throw new IllegalStateException("the database is used though it was closed");
        }
        return real;
    }

    /** What is done, or not. */
    private interface Call {
        void run() throws RocksDBException;
    }

    private void call(Outcome planned, Call call) throws RocksDBException {
        Outcome outcome = broken ? Outcome.FAILED : planned;
        if (outcome != Outcome.FAILED) {
            call.run();
        }
        if (outcome != Outcome.DONE) {
            broken = true;
            throw noSpace();
        }
    }

    @Override
    public void write(byte[] group) throws RocksDBException {
        call(plan.write.get(), () -> open().write(group));
    }

    @Override
    public void sync() throws RocksDBException {
        call(plan.sync.get(), () -> open().sync());
    }

    @Override
    public void flush() throws RocksDBException {
        plan.flushed.incrementAndGet();
        open().flush();
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return open().get(family, key);
    }

    @Override
    public RocksIterator iterator(Family family, ReadOptions options) {
        return open().iterator(family, options);
    }

    @Override
    public Snapshot snapshot() {
        Snapshot snapshot = open().snapshot();
        snapshots.incrementAndGet();
        return snapshot;
    }

    @Override
    public void release(Snapshot snapshot) {
        snapshots.decrementAndGet();
        open().release(snapshot);
    }

    @Override
    public void compact(Family family) throws RocksDBException {
        open().compact(family);
    }

    @Override
    public void close() {
        closed = true;
        plan.usedWhenClosed.addAndGet(snapshots.get());
        real.close();
        plan.openNow.decrementAndGet();
    }
}
