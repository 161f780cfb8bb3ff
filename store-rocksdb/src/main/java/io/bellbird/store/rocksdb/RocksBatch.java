package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.List;

/** Changes as objects. They become bytes when they are written, so that what is withdrawn meanwhile costs nothing. */
final class RocksBatch implements StoreBatch {
    /** What a change is thought to take in memory, besides a message. */
    private static final int CHANGE_BYTES = 100;

    private final List<Change> changes = new ArrayList<>();
    private final List<Publication> withLargePayload = new ArrayList<>();
    private int size;
    private long messageBytes;

    /** A change, which turns itself into bytes. */
    private interface Change {
        void encode(GroupEncoder group);
    }

    @Override
    public int size() {
        return size;
    }

    /** About how much memory it takes. */
    long memoryBytes() {
        return messageBytes + (long) CHANGE_BYTES * changes.size();
    }

    /** The publications in it whose payload is large enough to be stored once, each as often as it is queued. */
    List<Publication> withLargePayload() {
        return withLargePayload;
    }

    /** Adds all changes to a group, in order. */
    void encode(GroupEncoder group) {
        for (Change change : changes) {
            change.encode(group);
        }
    }

    private void add(Change change) {
        size++;
        changes.add(change);
    }

    @Override
    public void putSession(SessionRecord session) {
        add(group -> group.putSession(session));
    }

    @Override
    public void removeSession(long session) {
        add(group -> group.removeSession(session));
    }

    @Override
    public void putSubscription(long session, TopicFilter filter, SubscriptionOptions options, int identifier) {
        add(group -> group.putSubscription(session, filter, options, identifier));
    }

    @Override
    public void removeSubscription(long session, TopicFilter filter) {
        add(group -> group.removeSubscription(session, filter));
    }

    @Override
    public void putGroup(GroupRecord record) {
        add(group -> group.putGroup(record));
    }

    @Override
    public void removeGroup(long number) {
        add(group -> group.removeGroup(number));
    }

    @Override
    public void enqueue(StoredMessage message) {
        Publication publication = message.publication();
        messageBytes += publication.memoryBytes();
        if (publication.payload().length() >= GroupEncoder.SHARED_PAYLOAD_BYTES_MIN) {
            withLargePayload.add(publication);
        }
        add(group -> group.enqueue(message));
    }

    @Override
    public void assignPacketId(StoredMessage message, long session, int packetId) {
        add(group -> group.assignPacketId(message, session, packetId));
    }

    @Override
    public void release(StoredMessage message) {
        add(group -> group.release(message));
    }

    @Override
    public void dequeue(StoredMessage message) {
        if (message.withdraw()) {
            size++;
        } else {
            add(group -> group.dequeue(message));
        }
    }

    @Override
    public void replace(StoredMessage before, StoredMessage after) {
        enqueue(after);
        add(group -> group.dequeue(before));
    }

    @Override
    public void putReceived(long session, int packetId) {
        add(group -> group.putReceived(session, packetId));
    }

    @Override
    public void removeReceived(long session, int packetId) {
        add(group -> group.removeReceived(session, packetId));
    }

    @Override
    public void retainedChanged(Topic topic) {
        add(group -> group.retainedChanged(topic));
    }

    @Override
    public void settled(long publication) {
        add(group -> group.settled(publication));
    }

    // What the store itself changes

    /** Removes an entry of a queue that is no longer wanted. */
    void erase(long queue, long sequence, long payloadNumber) {
        add(group -> group.erase(queue, sequence, payloadNumber));
    }

    /** Removes the packet id of an entry. */
    void eraseAssigned(long queue, long sequence) {
        add(group -> group.eraseAssigned(queue, sequence));
    }

    /** Removes a key of a family that is not {@linkplain Family#isWrittenOnce written once}. */
    void delete(Family family, byte[] key) {
        add(group -> group.delete(family, key));
    }

    /** Puts a value into a family that is not {@linkplain Family#isWrittenOnce written once}. */
    void put(Family family, byte[] key, byte[] value) {
        add(group -> group.put(family, key, value));
    }

    /** All that belonged to a removed session or group is gone. */
    void forget(long number) {
        add(group -> group.forget(number));
    }

    /** The entries that refer to payloads were counted. */
    void countedPayloads(NumberPairMap counts, long entries) {
        add(group -> group.countedPayloads(counts, entries));
    }

    /** Removes payloads to which nothing refers. */
    void erasePayloads(List<Long> payloadNumbers) {
        add(group -> group.erasePayloads(payloadNumbers));
    }
}
