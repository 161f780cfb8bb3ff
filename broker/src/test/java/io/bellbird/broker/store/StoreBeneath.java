package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Topic;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The {@link RealStore} of one {@link TestStore}, used as if it did everything at once. */
final class StoreBeneath {
    private static final long WAIT_SECONDS_MAX = 20;

    private final RealStore real;

    /** @param retained gives the retained message of a topic, or null */
    StoreBeneath(Function<Topic, @Nullable Publication> retained, LongSupplier nanos) {
        real = ServiceLoader.load(RealStore.Maker.class)
                .findFirst()
                .map(maker -> maker.make(retained, nanos))
                .orElseGet(RealMemoryStore::new);
    }

    /** Whether all is there again after a start. */
    boolean survives() {
        return real.survives();
    }

    void kill() {
        real.kill();
    }

    void stop() {
        real.stop();
    }

    StoreBatch newBatch() {
        return real.open().newBatch();
    }

    void commit(StoreBatch batch) {
        CompletableFuture<@Nullable Void> committed = new CompletableFuture<>();
        real.open().commit(batch, Durability.PROCESS, () -> committed.complete(null));
        await(committed);
    }

    List<StoredMessage> read(long queue, long afterSequence, long bytesMax) {
        CompletableFuture<List<StoredMessage>> messages = new CompletableFuture<>();
        real.open().read(queue, afterSequence, bytesMax, messages::complete);
        return await(messages);
    }

    /** What the start found. */
    StoreContents recover() {
        StoreContents contents = new StoreContents();
        CompletableFuture<@Nullable Void> counted = new CompletableFuture<>();
        contents.whenCounted(() -> counted.complete(null));
        real.open().recover(contents);
        await(counted);
        return contents;
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the store does not answer", e);
        }
    }
}
