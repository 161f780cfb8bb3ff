package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Turns changes into a group: one batch of RocksDB, made here in the form in which RocksDB logs it, which is three times
 * faster than a call into the library for each change.
 *
 * <p>What belongs to a removed session or group is not removed here, but soon afterwards by {@link Housekeeper}; until
 * then its number is among the removed ones, so that nothing is added, deleted or read under it any more.
 *
 * <p>The committer's alone.
 */
final class GroupEncoder {
    /** Payloads from this size on are stored once when a round of batches queues them more than once. */
    static final int SHARED_PAYLOAD_BYTES_MIN = 512;

    private final Retained retained;
    private final OpenDatabase database;
    private final StoreTime time;
    private final QueueFormat queueFormat;
    private final PublicationFormat publicationFormat;
    private final AssignedMessages assigned;
    private final SharedPayloads shared = new SharedPayloads();
    private final Set<Long> removed;

    private final GroupBuffer out = new GroupBuffer();
    private final ByteWriter key = new ByteWriter(64);
    private final ByteWriter value = new ByteWriter(1024);

    /** The payloads of this round that are queued more than once. */
    private final IdentityHashMap<Publication, Sharing> sharings = new IdentityHashMap<>();
    /** The topics of this group whose retained message is written. */
    private final Set<Topic> retainedTopics = new HashSet<>();
    /** The last settled publication of each lane in this group. */
    private final Map<Long, Long> settledLanes = new HashMap<>();
    /** Sessions and groups that this group removes. */
    private List<Long> removals = new ArrayList<>();

    private long nextPayloadNumber;
    private long entries;

    /** Tells what is retained at a topic. */
    interface Retained {
        @Nullable
        Publication get(Topic topic);
    }

    /** A payload that may be stored once. */
    private static final class Sharing {
        private int queued;
        /** Where it is, or 0 before it is written. */
        private long payloadNumber;
    }

    /**
     * @param assigned what the database has
     * @param removed numbers of removed sessions and groups; concurrent, changed only here
     */
    GroupEncoder(
            Retained retained,
            OpenDatabase database,
            StoreTime time,
            int generation,
            AssignedMessages assigned,
            Set<Long> removed) {
        this.retained = retained;
        this.database = database;
        this.time = time;
        this.queueFormat = new QueueFormat(time, generation);
        this.publicationFormat = new PublicationFormat(time, generation);
        this.assigned = assigned;
        this.removed = removed;
        this.nextPayloadNumber = Numbers.beforeSequences(generation) + 1;
    }

    // Groups

    /** Finds out which payloads the batches queue more than once. */
    void beginRound(List<Committer.Handed> round) {
        sharings.clear();
        for (Committer.Handed handed : round) {
            for (Publication publication : handed.batch().withLargePayload()) {
                sharings.computeIfAbsent(publication, first -> new Sharing()).queued++;
            }
        }
        sharings.values().removeIf(sharing -> sharing.queued < 2);
    }

    /** Adds a batch whole, or not at all when it cannot be encoded. */
    void add(RocksBatch batch) {
        GroupBuffer.Mark mark = out.mark();
        try {
            batch.encode(this);
        } catch (RuntimeException | Error e) {
            out.reset(mark);
            retainedTopics.clear();
            throw e;
        }
    }

    /** How many bytes the group has. */
    int length() {
        return out.length();
    }

    boolean isEmpty() {
        return out.isEmpty() && settledLanes.isEmpty();
    }

    /** Ends the group, and begins the next one. */
    byte[] finish(long groupNumber) {
        settledLanes.forEach((lane, number) ->
                out.put(Family.META, Keys.lane(key, lane), value.clear().put64(number)));
        out.put(Family.META, key.clear().putBytes(Keys.GROUP), value.clear().put64(groupNumber));
        settledLanes.clear();
        retainedTopics.clear();
        return out.finish();
    }

    /** The sessions and groups that were removed since this was asked the last time. */
    List<Long> takeRemovals() {
        List<Long> taken = removals;
        if (!taken.isEmpty()) {
            removals = new ArrayList<>();
        }
        return taken;
    }

    /** How many entries all queues have; what was there at the start counts once it is counted. */
    long entries() {
        return entries;
    }

    // Sessions

    void putSession(SessionRecord session) {
        SessionFormat.writeSession(session, time.wallMillis(), value.clear());
        out.put(Family.SESSION, Keys.number(key, session.number()), value);
    }

    void removeSession(long session) {
        out.delete(Family.SESSION, Keys.number(key, session));
        remove(session);
    }

    void putSubscription(long session, TopicFilter filter, SubscriptionOptions options, int identifier) {
        SessionFormat.writeSubscription(options, identifier, value.clear());
        out.put(Family.SUBSCRIPTION, Keys.subscription(key, session, filter), value);
    }

    void removeSubscription(long session, TopicFilter filter) {
        out.delete(Family.SUBSCRIPTION, Keys.subscription(key, session, filter));
    }

    void putGroup(GroupRecord group) {
        SessionFormat.writeGroup(group, value.clear());
        out.put(Family.GROUP, Keys.number(key, group.number()), value);
    }

    void removeGroup(long group) {
        out.delete(Family.GROUP, Keys.number(key, group));
        remove(group);
    }

    private void remove(long number) {
        removed.add(number);
        removals.add(number);
    }

    void forget(long number) {
        removed.remove(number);
    }

    private boolean isRemoved(long number) {
        return !removed.isEmpty() && removed.contains(number);
    }

    void putReceived(long session, int packetId) {
        out.put(Family.RECEIVED, Keys.received(key, session, packetId), value.clear());
    }

    void removeReceived(long session, int packetId) {
        out.delete(Family.RECEIVED, Keys.received(key, session, packetId));
    }

    // Queues

    void enqueue(StoredMessage message) {
        if (!message.take() || isRemoved(message.queue())) {
            return;
        }
        long payloadNumber = payloadNumber(message.publication());
        queueFormat.write(message, payloadNumber, value.clear());
        out.put(Family.QUEUE, Keys.entry(key, message.queue(), message.sequence()), value);
        entries++;
        if (payloadNumber != 0) {
            shared.add(payloadNumber);
        }
    }

    private long payloadNumber(Publication publication) {
        if (publication.payload().length() < SHARED_PAYLOAD_BYTES_MIN) {
            return 0;
        }
        Sharing sharing = sharings.get(publication);
        if (sharing == null) {
            return 0;
        }
        if (sharing.payloadNumber == 0) {
            sharing.payloadNumber = nextPayloadNumber++;
            value.clear().putBytes(publication.payload().array());
            out.put(Family.MESSAGE, Keys.payload(key, sharing.payloadNumber), value);
        }
        return sharing.payloadNumber;
    }

    void assignPacketId(StoredMessage message, long session, int packetId) {
        if (message.isWithdrawn() || isRemoved(message.queue())) {
            return;
        }
        Keys.entry(key, message.queue(), message.sequence());
        if (!assigned.assign(message.queue(), message.sequence())) {
            out.delete(Family.PACKET_ID, key);
        }
        SessionFormat.Assigned assignment = new SessionFormat.Assigned(
                session, packetId, message.publication().number());
        SessionFormat.writeAssigned(assignment, value.clear());
        out.put(Family.PACKET_ID, key, value);
    }

    void release(StoredMessage message) {
        if (assigned.release(message.queue(), message.sequence())) {
            out.put(Family.RELEASED, Keys.entry(key, message.queue(), message.sequence()), value.clear());
        }
    }

    void dequeue(StoredMessage message) {
        if (isRemoved(message.queue())) {
            return;
        }
        boolean mayShare = message.publication().payload().length() >= SHARED_PAYLOAD_BYTES_MIN && !shared.isEmpty();
        long payloadNumber = mayShare ? payloadNumberOf(message) : 0;
        erase(message.queue(), message.sequence(), payloadNumber);
    }

    /**
     * Where an entry has its payload. The entry was written with an earlier group: only who failed to withdraw a message
     * dequeues it, and then it was taken for a group that is written by now.
     */
    private long payloadNumberOf(StoredMessage message) {
        Keys.entry(key, message.queue(), message.sequence());
        try {
            byte[] entry = database.get(Family.QUEUE, key.toByteArray());
            return entry == null ? 0 : QueueFormat.head(entry).payloadNumber();
        } catch (RocksDBException | DamagedValueException e) {
            // the payload stays until the next start, when all is counted anew
            return 0;
        }
    }

    void erase(long queue, long sequence, long payloadNumber) {
        out.delete(Family.QUEUE, Keys.entry(key, queue, sequence));
        entries--;
        if (payloadNumber != 0 && shared.remove(payloadNumber)) {
            out.delete(Family.MESSAGE, Keys.payload(key, payloadNumber));
        }
        eraseAssigned(queue, sequence);
    }

    void eraseAssigned(long queue, long sequence) {
        if (!assigned.isAssigned(queue, sequence)) {
            return;
        }
        Keys.entry(key, queue, sequence);
        out.delete(Family.PACKET_ID, key);
        if (assigned.isReleased(queue, sequence)) {
            out.delete(Family.RELEASED, key);
        }
        assigned.remove(queue, sequence);
    }

    void countedPayloads(NumberPairMap counts, long entriesAtStart) {
        entries += entriesAtStart;
        erase(shared.complete(counts));
    }

    /** Removes those of the payloads to which nothing refers. */
    void erasePayloads(List<Long> payloadNumbers) {
        erase(payloadNumbers.stream()
                .filter(number -> !shared.isReferred(number))
                .toList());
    }

    private void erase(List<Long> payloadNumbers) {
        payloadNumbers.forEach(number -> out.delete(Family.MESSAGE, Keys.payload(key, number)));
    }

    // All else

    void retainedChanged(Topic topic) {
        if (!retainedTopics.add(topic)) {
            return;
        }
        Publication publication = retained.get(topic);
        Keys.retained(key, topic);
        if (publication == null) {
            out.delete(Family.RETAINED, key);
        } else {
            publicationFormat.write(publication, 0, value.clear());
            out.put(Family.RETAINED, key, value);
        }
    }

    void settled(long publication) {
        settledLanes.merge(Meta.lane(publication), publication, Math::max);
    }

    void put(Family family, byte[] rawKey, byte[] rawValue) {
        out.put(family, key.clear().putBytes(rawKey), value.clear().putBytes(rawValue));
    }

    void delete(Family family, byte[] rawKey) {
        out.delete(family, key.clear().putBytes(rawKey));
    }
}
