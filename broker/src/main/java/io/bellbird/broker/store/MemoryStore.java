package io.bellbird.broker.store;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A store that ends with the process. Sessions, subscriptions and retained messages live in their shards anyway, so
 * that only queues are kept: what lies behind the part of a queue that its session holds itself.
 *
 * <p>Concurrent: the map of queues is shared, each queue is touched by the home shard of its session alone.
 */
public final class MemoryStore implements SessionStore {
    private final Map<Long, TreeMap<Long, StoredMessage>> queues = new ConcurrentHashMap<>();

    @Override
    @AnyThread
    public StoreBatch newBatch() {
        return new MemoryBatch();
    }

    @Override
    @AnyThread
    public void commit(StoreBatch batch, Completion completion) {
        ((MemoryBatch) batch).queueChanges.forEach(Runnable::run);
        completion.committed();
    }

    @Override
    @AnyThread
    public void read(long session, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        List<StoredMessage> messages = new ArrayList<>();
        TreeMap<Long, StoredMessage> queue = queues.get(session);
        if (queue != null) {
            long bytes = 0;
            for (StoredMessage message : queue.tailMap(afterSequence, false).values()) {
                messages.add(message);
                bytes += message.publication().memoryBytes();
                if (bytes >= bytesMax) {
                    break;
                }
            }
        }
        completion.accept(messages);
    }

    @Override
    public void close() {
        queues.clear();
    }

    private void dequeue(long session, long sequence) {
        TreeMap<Long, StoredMessage> queue = queues.get(session);
        if (queue != null) {
            queue.remove(sequence);
            if (queue.isEmpty()) {
                queues.remove(session);
            }
        }
    }

    private final class MemoryBatch implements StoreBatch {
        private final List<Runnable> queueChanges = new ArrayList<>();
        private int size;

        @Override
        public int size() {
            return size;
        }

        @Override
        public void putSession(SessionRecord session) {
            size++;
        }

        @Override
        public void removeSession(long session) {
            size++;
            queueChanges.add(() -> queues.remove(session));
        }

        @Override
        public void putSubscription(long session, TopicFilter filter, SubscriptionOptions options, int identifier) {
            size++;
        }

        @Override
        public void removeSubscription(long session, TopicFilter filter) {
            size++;
        }

        @Override
        public void enqueue(long session, StoredMessage message) {
            size++;
            queueChanges.add(() ->
                    queues.computeIfAbsent(session, number -> new TreeMap<>()).put(message.sequence(), message));
        }

        @Override
        public void assignPacketId(long session, long sequence, int packetId) {
            size++;
        }

        @Override
        public void release(long session, long sequence) {
            size++;
        }

        @Override
        public void dequeue(long session, long sequence) {
            size++;
            queueChanges.add(() -> MemoryStore.this.dequeue(session, sequence));
        }

        @Override
        public void putReceived(long session, int packetId) {
            size++;
        }

        @Override
        public void removeReceived(long session, int packetId) {
            size++;
        }

        @Override
        public void putRetained(Publication publication) {
            size++;
        }

        @Override
        public void removeRetained(Topic topic) {
            size++;
        }
    }
}
