package io.bellbird.store.rocksdb;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.Status;

/** A database that fails when its test says so. Like RocksDB, it writes no more once a write has failed. */
final class FailingDatabase implements Database {
    /** What the test decides, anew for each call. */
    static final class Plan {
        volatile Supplier<Outcome> write = () -> Outcome.DONE;
        volatile Supplier<Outcome> sync = () -> Outcome.DONE;
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger flushed = new AtomicInteger();

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
    private volatile boolean broken;

    FailingDatabase(Database real, Plan plan) {
        this.real = real;
        this.plan = plan;
        plan.opened.incrementAndGet();
    }

    static RocksDBException noSpace() {
        String text = "IO error: No space left on device";
        return new RocksDBException(text, new Status(Status.Code.IOError, Status.SubCode.NoSpace, text));
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
        call(plan.write.get(), () -> real.write(group));
    }

    @Override
    public void sync() throws RocksDBException {
        call(plan.sync.get(), real::sync);
    }

    @Override
    public void flush() throws RocksDBException {
        plan.flushed.incrementAndGet();
        real.flush();
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return real.get(family, key);
    }

    @Override
    public RocksIterator iterator(Family family, ReadOptions options) {
        return real.iterator(family, options);
    }

    @Override
    public Snapshot snapshot() {
        return real.snapshot();
    }

    @Override
    public void release(Snapshot snapshot) {
        real.release(snapshot);
    }

    @Override
    public void compact(Family family) throws RocksDBException {
        real.compact(family);
    }

    @Override
    public void close() {
        real.close();
    }
}
