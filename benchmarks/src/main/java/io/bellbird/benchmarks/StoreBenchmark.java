package io.bellbird.benchmarks;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.Recovery;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import io.bellbird.store.rocksdb.RocksStore;
import io.bellbird.store.rocksdb.RocksStoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Messages of 64 bytes into the queues of a store and out of them again, in batches, one on its way: for each message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StoreBenchmark {
    private static final int BATCH = 64;
    private static final int QUEUES = 10;

    /** Which store, and what its batches wait for. */
    public enum Kept {
        /** In memory. */
        MEMORY,
        /** In RocksDB, written to the operating system. */
        ROCKSDB_PROCESS,
        /** In RocksDB, on the disk. */
        ROCKSDB_DISK
    }

    @Param
    public Kept kept = Kept.MEMORY;

    private final Publication publication = new Publication(
            Topic.of("plant/hall7/machine12/temperature"),
            Qos.AT_LEAST_ONCE,
            false,
            Bytes.wrap(new byte[64]),
            PublishProperties.NONE,
            "publisher",
            0);
    private final StoredMessage[] messages = new StoredMessage[BATCH];
    private final Semaphore committed = new Semaphore(0);
    private SessionStore store = new MemoryStore();
    private Path folder = Path.of("");
    private long sequence;

    @Setup
    public void open() throws Exception {
        if (kept != Kept.MEMORY) {
            folder = Files.createTempDirectory("bellbird-benchmark");
            store = RocksStore.open(new RocksStoreConfig(
                    folder,
                    InstantSource.system(),
                    System::nanoTime,
                    topic -> null,
                    RocksStoreConfig.defaultCacheBytes(),
                    0));
        }
        store.recover(new Nothing());
        sequence = Numbers.beforeSequences(store.generation());
        StoreBatch sessions = store.newBatch();
        for (int queue = 1; queue <= QUEUES; queue++) {
            sessions.putSession(new SessionRecord(queue, "client" + queue, 3600, false));
        }
        commit(sessions);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void enqueueAndDequeue() throws InterruptedException {
        StoreBatch in = store.newBatch();
        for (int i = 0; i < BATCH; i++) {
            messages[i] = new StoredMessage(
                    sequence % QUEUES + 1,
                    ++sequence,
                    publication,
                    Qos.AT_LEAST_ONCE,
                    false,
                    SubscriptionIdentifiers.NONE);
            in.enqueue(messages[i]);
        }
        commit(in);
        StoreBatch out = store.newBatch();
        for (StoredMessage message : messages) {
            out.dequeue(message);
        }
        commit(out);
    }

    private void commit(StoreBatch batch) throws InterruptedException {
        Durability durability = kept == Kept.ROCKSDB_DISK ? Durability.DISK : Durability.PROCESS;
        store.commit(batch, durability, committed::release);
        committed.acquire();
    }

    @TearDown
    public void close() throws IOException {
        store.close();
        if (kept != Kept.MEMORY) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** There is nothing in a new store. */
    private static final class Nothing implements Recovery {
        @Override
        public void session(RecoveredSession session) {
            throw new IllegalStateException("the store is not new, it has " + session);
        }

        @Override
        public void group(GroupRecord group) {
            throw new IllegalStateException("the store is not new, it has " + group);
        }

        @Override
        public void retained(Publication found) {
            throw new IllegalStateException("the store is not new, it has " + found);
        }

        @Override
        public void queue(long queue, int count, long bytes) {
            throw new IllegalStateException("the store is not new, it has messages: " + List.of(queue, count, bytes));
        }

        @Override
        public void counted() {}
    }
}
