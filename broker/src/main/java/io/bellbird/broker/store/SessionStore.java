package io.bellbird.broker.store;

import io.bellbird.broker.AnyThread;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps sessions, their subscriptions and queues, and retained messages. Shards hand in batches and are called back
 * when they are committed; nothing here ever blocks a shard.
 */
public interface SessionStore extends AutoCloseable {

    /** An empty batch, for the calling shard alone. */
    @AnyThread
    StoreBatch newBatch();

    /**
     * Hands in a batch, which its maker does not touch again. Batches become durable in the order in which all shards
     * handed them in: when this one is committed, so is each that was handed in before it. An empty batch is therefore
     * a barrier.
     *
     * @param completion called once, on any thread, possibly before this returns
     */
    @AnyThread
    void commit(StoreBatch batch, Completion completion);

    /**
     * Reads messages of a session's queue, in order, from all batches handed in before this call.
     *
     * @param afterSequence only messages with a higher sequence number
     * @param bytesMax stops after the message with which they reach this size in memory; at least one message is read
     *     when there is one
     * @param completion called once, on any thread, possibly before this returns; an empty list says that there is
     *     nothing
     */
    @AnyThread
    void read(long session, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion);

    /** Releases what the store holds; nothing is handed in any more. */
    @Override
    void close();

    /** What became of a batch. */
    interface Completion {
        /** It is durable, at the class in force. */
        void committed();

        /** It is not, and nothing that depends on it may be acknowledged. */
        void failed(Exception cause);
    }
}
