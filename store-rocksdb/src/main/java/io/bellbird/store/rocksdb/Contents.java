package io.bellbird.store.rocksdb;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.RecoveredSession.Subscribed;
import io.bellbird.broker.store.Recovery;
import io.bellbird.broker.store.SessionRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rocksdb.RocksDBException;

/** What a database keeps besides its queues: read when it is opened, and handed out once. */
final class Contents {
    private final StoreTime time;
    private final Meta meta;
    private final Map<Long, Found> sessions = new TreeMap<>();
    private final List<GroupRecord> groups = new ArrayList<>();
    private final List<Publication> retained = new ArrayList<>();
    private final AssignedMessages assigned = new AssignedMessages();
    /** Sessions and groups of which something is left, though they are removed. */
    private final Set<Long> leftovers = new HashSet<>();

    /** A session and what belongs to it. */
    private record Found(
            SessionRecord session,
            long elapsedNanos,
            List<Subscribed> subscriptions,
            List<Integer> received,
            List<Assignment> assignments) {}

    private Contents(StoreTime time, Meta meta) {
        this.time = time;
        this.meta = meta;
    }

    /** @throws DamagedValueException when something is not what this format writes */
    static Contents read(Database database, StoreTime time, Meta meta) throws RocksDBException {
        Contents contents = new Contents(time, meta);
        Entries.forEach(database, Family.SESSION, contents::session);
        Entries.forEach(database, Family.GROUP, contents::group);
        Entries.forEach(database, Family.SUBSCRIPTION, contents::subscription);
        Entries.forEach(database, Family.RECEIVED, contents::received);
        contents.assignments(database);
        PublicationFormat format = new PublicationFormat(time, meta.generation());
        Entries.forEach(database, Family.RETAINED, (key, value) -> contents.retained(value, format));
        return contents;
    }

    private void session(byte[] key, byte[] value) {
        long number = Keys.numberOf(key);
        SessionFormat.WrittenSession written = SessionFormat.readSession(number, value);
        SessionRecord session = written.session();
        long elapsedNanos = session.connected() ? 0 : time.elapsedNanos(written.writtenMillis());
        sessions.put(number, new Found(session, elapsedNanos, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private void group(byte[] key, byte[] value) {
        groups.add(SessionFormat.readGroup(Keys.numberOf(key), value));
    }

    private void subscription(byte[] key, byte[] value) {
        SessionFormat.Subscribed subscribed = SessionFormat.readSubscription(value);
        Found found = sessions.get(Keys.numberOf(key));
        if (found == null) {
            leftovers.add(Keys.numberOf(key));
        } else {
            found.subscriptions.add(new Subscribed(Keys.filterOf(key), subscribed.options(), subscribed.identifier()));
        }
    }

    private void received(byte[] key, byte[] value) {
        Found found = sessions.get(Keys.numberOf(key));
        int packetId = Keys.receivedOf(key);
        new ByteReader(value).end();
        if (found == null) {
            leftovers.add(Keys.numberOf(key));
        } else {
            found.received.add(packetId);
        }
    }

    private void assignments(Database database) throws RocksDBException {
        Map<Long, Map<Long, SessionFormat.Assigned>> byQueue = new HashMap<>();
        Entries.forEach(database, Family.PACKET_ID, (key, value) -> {
            long queue = Keys.numberOf(key);
            SessionFormat.Assigned packet = SessionFormat.readAssigned(value);
            assigned.assign(queue, Keys.sequenceOf(key));
            byQueue.computeIfAbsent(queue, number -> new TreeMap<>()).put(Keys.sequenceOf(key), packet);
        });
        Entries.forEach(database, Family.RELEASED, (key, value) -> {
            new ByteReader(value).end();
            assigned.release(Keys.numberOf(key), Keys.sequenceOf(key));
        });
        Set<Long> queues = numbers();
        byQueue.forEach((queue, packets) -> {
            if (!queues.contains(queue)) {
                leftovers.add(queue);
                return;
            }
            packets.forEach((sequence, packet) -> assignment(queue, sequence, packet));
        });
    }

    private void assignment(long queue, long sequence, SessionFormat.Assigned packet) {
        Found found = sessions.get(packet.session());
        if (found != null && meta.counts(packet.publicationNumber())) {
            found.assignments.add(
                    new Assignment(queue, sequence, packet.packetId(), assigned.isReleased(queue, sequence)));
        }
    }

    private void retained(byte[] value, PublicationFormat format) throws RocksDBException {
        ByteReader in = new ByteReader(value);
        retained.add(format.read(in, false, Payloads.NONE));
        in.end();
    }

    /** The numbers of all sessions and groups. */
    Set<Long> numbers() {
        Set<Long> numbers = new HashSet<>(sessions.keySet());
        groups.forEach(group -> numbers.add(group.number()));
        return numbers;
    }

    /** Numbers of removed sessions and groups of which something other than a queue is left. */
    Set<Long> leftovers() {
        return leftovers;
    }

    /** Which messages have packet ids. */
    AssignedMessages assigned() {
        return assigned;
    }

    int sessionCount() {
        return sessions.size();
    }

    int retainedCount() {
        return retained.size();
    }

    /** Hands all out, and keeps nothing of it. */
    void handOut(Recovery recovery) {
        groups.forEach(recovery::group);
        sessions.values()
                .forEach(found -> recovery.session(new RecoveredSession(
                        found.session, found.elapsedNanos, found.subscriptions, found.received, found.assignments)));
        retained.forEach(recovery::retained);
        sessions.clear();
        groups.clear();
        retained.clear();
    }
}
