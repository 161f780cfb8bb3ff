package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store in a folder, that can be closed and opened again, with clocks under the test's control. */
final class StoreFixture implements AutoCloseable {
    static final long NO_LIMIT = Long.MAX_VALUE;
    private static final long CACHE_BYTES = 16 << 20;

    final Path folder;
    final AtomicLong wallMillis = new AtomicLong(1_700_000_000_000L);
    final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    final AtomicLong freeBytes = new AtomicLong(Long.MAX_VALUE);
    final Map<Topic, Publication> retained = new ConcurrentHashMap<>();
    long freeBytesMin;
    /** Stands between the store and its database. */
    UnaryOperator<Database> around = UnaryOperator.identity();

    /** Whether opening the database fails this time. */
    BooleanSupplier openFailure = () -> false;

    long retryMillis = 20;
    long closeMillis = 10_000;
    private @Nullable RocksStore store;
    private Found found = new Found();

    StoreFixture(Path folder) {
        this.folder = folder;
    }

    RocksStoreConfig config() {
        return new RocksStoreConfig(
                folder,
                () -> Instant.ofEpochMilli(wallMillis.get()),
                nanos::get,
                retained::get,
                CACHE_BYTES,
                freeBytesMin);
    }

    /** Opens the store and takes in what it has. */
    RocksStore open() throws StoreException {
        RocksStoreConfig config = config();
        RocksStore.Surroundings real = RocksStore.Surroundings.of(config);
        RocksStore opened = RocksStore.open(
                config,
                new RocksStore.Surroundings(
                        mayCreate -> {
                            if (openFailure.getAsBoolean()) {
                                throw FailingDatabase.noSpace();
                            }
                            return around.apply(real.opener().open(mayCreate));
                        },
                        freeBytes::get,
                        retryMillis,
                        closeMillis));
        store = opened;
        found = new Found();
        opened.recover(found);
        return opened;
    }

    /** Closes the store and opens it again. */
    RocksStore reopen() throws StoreException {
        close();
        return open();
    }

    RocksStore store() {
        RocksStore open = store;
        if (open == null) {
            throw new AssertionError("the store is closed");
        }
        return open;
    }

    /** Waits until the store has put away what it can at the moment. */
    void awaitHousekeeping() {
        found.counts();
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        store().afterHousekeeping(() -> done.complete(null));
        await(done);
        commit(batch -> {});
    }

    /** What the last start found. */
    Found found() {
        return found;
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    // Changes

    /** Commits changes, and waits for it. */
    void commit(Consumer<StoreBatch> changes) {
        await(begin(Durability.PROCESS, changes));
    }

    /** Hands changes in. */
    CompletableFuture<@Nullable Void> begin(Durability durability, Consumer<StoreBatch> changes) {
        StoreBatch batch = store().newBatch();
        changes.accept(batch);
        CompletableFuture<@Nullable Void> committed = new CompletableFuture<>();
        store().commit(batch, durability, () -> committed.complete(null));
        return committed;
    }

    List<StoredMessage> read(long queue) {
        return read(queue, 0, NO_LIMIT);
    }

    List<StoredMessage> read(long queue, long afterSequence, long bytesMax) {
        return read(store(), queue, afterSequence, bytesMax);
    }

    static List<StoredMessage> read(SessionStore store, long queue, long afterSequence, long bytesMax) {
        CompletableFuture<List<StoredMessage>> messages = new CompletableFuture<>();
        store.read(queue, afterSequence, bytesMax, messages::complete);
        return await(messages);
    }

    /** The payloads of a queue, as text. */
    List<String> payloads(long queue) {
        return read(queue).stream()
                .map(message -> message.publication().payload().toUtf8())
                .toList();
    }

    static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    // Messages

    static Publication publication(String topic, String payload) {
        return new Publication(
                Topic.of(topic), Qos.AT_LEAST_ONCE, false, Bytes.utf8(payload), PublishProperties.NONE, "publisher", 0);
    }

    static StoredMessage message(long queue, long sequence, Publication publication) {
        return new StoredMessage(queue, sequence, publication, publication.qos(), false, SubscriptionIdentifiers.NONE);
    }

    static StoredMessage message(long queue, long sequence, String payload) {
        return message(queue, sequence, publication("t", payload));
    }
}
