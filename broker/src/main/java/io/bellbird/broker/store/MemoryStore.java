package io.bellbird.broker.store;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A store that ends with the process. Sessions, subscriptions and retained messages live in their shards anyway, so
 * that only queues are kept: what lies behind the part of a queue that its session holds itself.
 *
 * <p>Concurrent: each change and each reading of a queue is one atomic step of the map of queues.
 */
public final class MemoryStore implements SessionStore {
    private final Map<Long, TreeMap<Long, StoredMessage>> queues = new ConcurrentHashMap<>();
    private final AtomicLong heldBytes = new AtomicLong();

    @Override
    @AnyThread
    public int generation() {
        return 1;
    }

    /** There is nothing yet. */
    @Override
    public void recover(Recovery recovery) {
        recovery.counted();
    }

    @Override
    @AnyThread
    public StoreBatch newBatch() {
        return new MemoryBatch();
    }

    @Override
    @AnyThread
    public void commit(StoreBatch batch, Durability durability, Runnable committed) {
        ((MemoryBatch) batch).queueChanges.forEach(Runnable::run);
        committed.run();
    }

    @Override
    @AnyThread
    public void read(long queue, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        List<StoredMessage> messages = new ArrayList<>();
        queues.computeIfPresent(queue, (number, bySequence) -> {
            long bytes = 0;
            for (StoredMessage message :
                    bySequence.tailMap(afterSequence, false).values()) {
                messages.add(message);
                bytes += message.publication().memoryBytes();
                if (bytes >= bytesMax) {
                    break;
                }
            }
            return bySequence;
        });
        completion.accept(messages);
    }

    @Override
    @AnyThread
    public boolean isAccepting() {
        return true;
    }

    @Override
    @AnyThread
    public long heldBytes() {
        return heldBytes.get();
    }

    @Override
    @AnyThread
    public boolean isInMemory() {
        return true;
    }

    @Override
    public void close() {
        queues.clear();
    }

    private void enqueue(StoredMessage message) {
        if (message.take()) {
            heldBytes.addAndGet(message.publication().memoryBytes());
            queues.compute(message.queue(), (number, existing) -> {
                TreeMap<Long, StoredMessage> queue = existing == null ? new TreeMap<>() : existing;
                queue.put(message.sequence(), message);
                return queue;
            });
        }
    }

    private void dequeue(StoredMessage message) {
        queues.computeIfPresent(message.queue(), (number, queue) -> {
            if (queue.remove(message.sequence()) != null) {
                heldBytes.addAndGet(-message.publication().memoryBytes());
            }
            return queue.isEmpty() ? null : queue;
        });
    }

    private void remove(long queue) {
        TreeMap<Long, StoredMessage> removed = queues.remove(queue);
        if (removed != null) {
            removed.values()
                    .forEach(message ->
                            heldBytes.addAndGet(-message.publication().memoryBytes()));
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
            queueChanges.add(() -> remove(session));
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
        public void putGroup(GroupRecord group) {
            size++;
        }

        @Override
        public void removeGroup(long group) {
            size++;
            queueChanges.add(() -> remove(group));
        }

        @Override
        public void enqueue(StoredMessage message) {
            size++;
            queueChanges.add(() -> MemoryStore.this.enqueue(message));
        }

        @Override
        public void assignPacketId(StoredMessage message, long session, int packetId) {
            size++;
        }

        @Override
        public void release(StoredMessage message) {
            size++;
        }

        @Override
        public void dequeue(StoredMessage message) {
            size++;
            if (!message.withdraw()) {
                queueChanges.add(() -> MemoryStore.this.dequeue(message));
            }
        }

        @Override
        public void replace(StoredMessage before, StoredMessage after) {
            enqueue(after);
            queueChanges.add(() -> MemoryStore.this.dequeue(before));
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
        public void retainedChanged(Topic topic) {
            size++;
        }

        @Override
        public void settled(long publication) {
            size++;
        }
    }
}
