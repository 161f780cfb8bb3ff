package io.bellbird.broker.store;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.Publication;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps sessions, their subscriptions and queues, shared groups, and retained messages. Shards hand in batches and are
 * called back when they are committed; nothing here ever blocks a shard.
 *
 * <p>A batch that was handed in is never given up: while the store cannot write it tries again, in order, so that what
 * it keeps never differs from what the shards hold but for the latest batches. {@link #isAccepting} says whether it is
 * wise to begin anything new.
 */
public interface SessionStore extends AutoCloseable {

    /**
     * How often this store was opened, this time included: 1..1,048,575. Session numbers and sequences that begin with
     * it were never used before.
     */
    @AnyThread
    int generation();

    /** Hands out everything that it keeps. Called once, before anything else is. */
    void recover(Recovery recovery);

    /** An empty batch, for the calling shard alone. */
    @AnyThread
    StoreBatch newBatch();

    /**
     * Hands in a batch, which its maker does not touch again. Batches become durable in the order in which all shards
     * handed them in: when this one is committed, so is each that was handed in before it, at the same class. An empty
     * batch is therefore a barrier. When this throws, which is a defect, the batch is its maker's still, who may hand it
     * in again: what was taken of it does no harm when it comes twice.
     *
     * @param durability how safe the batch must be to count as committed
     * @param committed called once, on any thread, possibly before this returns; never when the store is closed first
     */
    @AnyThread
    void commit(StoreBatch batch, Durability durability, Runnable committed);

    /**
     * Reads messages of a queue, in order, from all batches handed in before this call. The publications of earlier
     * generations have lost their {@linkplain Publication#number() numbers}: they count.
     *
     * @param queue number of a session or group
     * @param afterSequence only messages with a higher sequence number
     * @param bytesMax stops after the message with which they reach this size in memory; at least one message is read
     *     when there is one
     * @param completion called once, on any thread, possibly before this returns; an empty list says that there is
     *     nothing
     */
    @AnyThread
    void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion);

    /** How it is doing, as far as it knows without looking: does not wait, and may be some seconds old. */
    @AnyThread
    default StoreFigures figures() {
        return StoreFigures.IN_MEMORY;
    }

    /**
     * Whether new messages, sessions and subscriptions should be taken: false while the store cannot write, or has too
     * little space left to write for long.
     */
    @AnyThread
    boolean isAccepting();

    /** What it holds of messages in memory, in bytes: in batches that are not written yet, or all. */
    @AnyThread
    long heldBytes();

    /** Whether all that it keeps is in memory, and ends with the process. */
    @AnyThread
    boolean isInMemory();

    /** Commits what was handed in, as far as it can be written, and releases what the store holds. */
    @Override
    void close();
}
