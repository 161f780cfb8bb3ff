package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.codec.SubscriptionOptions;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A store under a test's control: commits and reads happen at once, or when the test lets them, or fail. It knows what
 * a restart would find. Queues are read from the real in-memory store.
 */
public final class TestStore implements SessionStore {
    private final MemoryStore memory = new MemoryStore();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private final Map<Long, Kept> sessions = new HashMap<>();
    private final Map<String, Publication> retained = new TreeMap<>();
    private boolean holding;
    private boolean failing;
    private int changes;

    /** What is kept of one session. */
    private static final class Kept {
        @Nullable
        SessionRecord record;

        final Set<String> filters = new TreeSet<>();
        final Set<Integer> received = new TreeSet<>();
        final Map<Long, String> queue = new TreeMap<>();
    }

    // What the test controls

    /** From now on nothing is committed or read until it is released. */
    public void hold() {
        holding = true;
    }

    /** How many commits and reads are held. */
    public int heldCount() {
        return held.size();
    }

    /** Does the oldest thing that is held. */
    public void releaseOne() {
        held.remove().run();
    }

    /** Does all that is held, and holds nothing from now on. */
    public void release() {
        holding = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    /** From now on commits fail, or no longer. */
    public void fail(boolean on) {
        failing = on;
    }

    // What a restart would find

    /** How many changes were committed so far. */
    public int changeCount() {
        return changes;
    }

    /** Client ids of the sessions that are kept. */
    public Set<String> clientIds() {
        return sessions.values().stream()
                .filter(kept -> kept.record != null)
                .map(kept -> kept.record.clientId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Numbers of sessions of which there are records, though there is no session. */
    public Set<Long> orphans() {
        return sessions.entrySet().stream()
                .filter(entry -> entry.getValue().record == null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The filters that a client is subscribed to. */
    public Set<String> filters(String clientId) {
        return kept(clientId).filters;
    }

    /** The packet ids of its QoS 2 messages that wait for PUBREL. */
    public Set<Integer> received(String clientId) {
        return kept(clientId).received;
    }

    /** The messages on their way to it: payload, then the packet id if it has one, then "released" once it is. */
    public List<String> queue(String clientId) {
        return List.copyOf(kept(clientId).queue.values());
    }

    /** The payloads of the retained messages by topic. */
    public Map<String, String> retained() {
        Map<String, String> payloads = new TreeMap<>();
        retained.forEach((topic, publication) ->
                payloads.put(topic, publication.payload().toUtf8()));
        return payloads;
    }

    private Kept kept(String clientId) {
        return sessions.values().stream()
                .filter(kept -> kept.record != null && kept.record.clientId().equals(clientId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session of " + clientId + " is kept"));
    }

    private Kept kept(long session) {
        return sessions.computeIfAbsent(session, number -> new Kept());
    }

    // SessionStore

    @Override
    public StoreBatch newBatch() {
        return new TestBatch();
    }

    @Override
    public void commit(StoreBatch batch, Completion completion) {
        TestBatch handedIn = (TestBatch) batch;
        doOrHold(() -> {
            if (failing) {
                completion.failed(new IOException("no space left on device"));
            } else {
                handedIn.changes.forEach(Runnable::run);
                changes += handedIn.changes.size();
                memory.commit(handedIn.inMemory, completion);
            }
        });
    }

    @Override
    public void read(long session, long afterSequence, long bytesMax, Consumer<List<StoredMessage>> completion) {
        doOrHold(() -> memory.read(session, afterSequence, bytesMax, completion));
    }

    private void doOrHold(Runnable action) {
        if (holding) {
            held.add(action);
        } else {
            action.run();
        }
    }

    @Override
    public void close() {
        memory.close();
    }

    private final class TestBatch implements StoreBatch {
        private final StoreBatch inMemory = memory.newBatch();
        private final List<Runnable> changes = new ArrayList<>();

        @Override
        public int size() {
            return changes.size();
        }

        @Override
        public void putSession(SessionRecord session) {
            inMemory.putSession(session);
            changes.add(() -> kept(session.number()).record = session);
        }

        @Override
        public void removeSession(long session) {
            inMemory.removeSession(session);
            changes.add(() -> sessions.remove(session));
        }

        @Override
        public void putSubscription(long session, TopicFilter filter, SubscriptionOptions options, int identifier) {
            inMemory.putSubscription(session, filter, options, identifier);
            changes.add(() -> kept(session).filters.add(filter.text()));
        }

        @Override
        public void removeSubscription(long session, TopicFilter filter) {
            inMemory.removeSubscription(session, filter);
            changes.add(() -> kept(session).filters.remove(filter.text()));
        }

        @Override
        public void enqueue(long session, StoredMessage message) {
            inMemory.enqueue(session, message);
            String payload = message.publication().payload().toUtf8();
            changes.add(() -> kept(session).queue.put(message.sequence(), payload));
        }

        @Override
        public void assignPacketId(long session, long sequence, int packetId) {
            inMemory.assignPacketId(session, sequence, packetId);
            changes.add(() -> append(session, sequence, " " + packetId));
        }

        @Override
        public void release(long session, long sequence) {
            inMemory.release(session, sequence);
            changes.add(() -> append(session, sequence, " released"));
        }

        private void append(long session, long sequence, String what) {
            kept(session).queue.compute(sequence, (number, before) -> before + what);
        }

        @Override
        public void dequeue(long session, long sequence) {
            inMemory.dequeue(session, sequence);
            changes.add(() -> kept(session).queue.remove(sequence));
        }

        @Override
        public void putReceived(long session, int packetId) {
            inMemory.putReceived(session, packetId);
            changes.add(() -> kept(session).received.add(packetId));
        }

        @Override
        public void removeReceived(long session, int packetId) {
            inMemory.removeReceived(session, packetId);
            changes.add(() -> kept(session).received.remove(packetId));
        }

        @Override
        public void putRetained(Publication publication) {
            inMemory.putRetained(publication);
            changes.add(() -> retained.put(publication.topic().text(), publication));
        }

        @Override
        public void removeRetained(Topic topic) {
            inMemory.removeRetained(topic);
            changes.add(() -> retained.remove(topic.text()));
        }
    }
}
