package io.bellbird.broker.store;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.RecoveredSession.Assignment;
import io.bellbird.broker.store.RecoveredSession.Subscribed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a durable store keeps, for tests to look at: what a restart would find. */
public class StoreImage {
    final Map<Long, Kept> sessions = new TreeMap<>();
    final Map<Long, GroupRecord> groups = new TreeMap<>();
    final Map<Long, TreeMap<Long, KeptMessage>> queues = new TreeMap<>();
    final Map<String, Publication> retained = new TreeMap<>();
    /** The last publication that is settled, by generation and lane. */
    final Map<Long, Long> settled = new HashMap<>();

    private final LongSupplier nanos;

    int generation = 1;

    /** @param nanos monotonic time, in nanoseconds */
    StoreImage(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What is kept of one session. */
    static final class Kept {
        @Nullable
        SessionRecord record;

        /** When the record was written. */
        private long writtenNanos;

        final Map<String, Subscribed> subscriptions = new TreeMap<>();
        final Set<Integer> received = new TreeSet<>();
    }

    /** What is kept of one message. */
    static final class KeptMessage {
        final StoredMessage message;
        /** The same in the store beneath, which takes it for itself. */
        final StoredMessage beneath;

        @Nullable
        Long session;

        int packetId;
        boolean released;

        KeptMessage(StoredMessage message) {
            this.message = message;
            this.beneath = copy(message, message.publication());
        }

        private static StoredMessage copy(StoredMessage message, Publication publication) {
            return new StoredMessage(
                    message.queue(),
                    message.sequence(),
                    publication,
                    message.qos(),
                    message.retain(),
                    message.identifiers());
        }

        /** As a later generation reads it. */
        KeptMessage withoutNumber() {
            KeptMessage read =
                    new KeptMessage(copy(message, message.publication().numbered(0)));
            read.message.take();
            read.session = session;
            read.packetId = packetId;
            read.released = released;
            return read;
        }

        @Override
        public String toString() {
            return message.publication().payload().toUtf8()
                    + (session == null ? "" : " " + packetId)
                    + (released ? " released" : "");
        }
    }

    // For tests

    /** Client ids of the sessions that are kept. */
    public Set<String> clientIds() {
        return sessions.values().stream()
                .filter(kept -> kept.record != null)
                .map(kept -> kept.record.clientId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Numbers of sessions and groups of which there are records, though they are not there themselves. */
    public Set<Long> orphans() {
        Set<Long> numbers = new TreeSet<>(queues.keySet());
        numbers.removeAll(groups.keySet());
        numbers.removeAll(sessions.keySet());
        sessions.forEach((number, kept) -> {
            if (kept.record == null) {
                numbers.add(number);
            }
        });
        return numbers;
    }

    /** The filters that a client is subscribed to. */
    public Set<String> filters(String clientId) {
        return kept(clientId).subscriptions.keySet();
    }

    /** The packet ids of its QoS 2 messages that wait for PUBREL. */
    public Set<Integer> received(String clientId) {
        return kept(clientId).received;
    }

    /** The will that is kept of a client, or null. */
    public @Nullable StoredWill will(String clientId) {
        return record(clientId).will();
    }

    /** The messages on their way to it: payload, then the packet id if it has one, then "released" once it is. */
    public List<String> queue(String clientId) {
        return messages(record(clientId).number());
    }

    /** The messages in the queue of a shared group, in the same way. */
    public List<String> groupQueue(String shareName) {
        return groups.values().stream()
                .filter(group -> group.shareName().equals(shareName))
                .flatMap(group -> messages(group.number()).stream())
                .toList();
    }

    /** The names of the shared groups that are kept. */
    public List<String> groups() {
        return groups.values().stream().map(GroupRecord::shareName).toList();
    }

    private List<String> messages(long queue) {
        return queueOf(queue).stream().map(KeptMessage::toString).toList();
    }

    private Collection<KeptMessage> queueOf(long queue) {
        return queues.getOrDefault(queue, new TreeMap<>()).values();
    }

    /** The payloads of the retained messages by topic. */
    public Map<String, String> retained() {
        Map<String, String> payloads = new TreeMap<>();
        retained.forEach((topic, publication) ->
                payloads.put(topic, publication.payload().toUtf8()));
        return payloads;
    }

    private SessionRecord record(String clientId) {
        SessionRecord record = kept(clientId).record;
        if (record == null) {
            throw new AssertionError("no session of " + clientId + " is kept");
        }
        return record;
    }

    private Kept kept(String clientId) {
        return sessions.values().stream()
                .filter(kept -> kept.record != null && kept.record.clientId().equals(clientId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session of " + clientId + " is kept"));
    }

    void put(SessionRecord record) {
        Kept kept = kept(record.number());
        kept.record = record;
        kept.writtenNanos = nanos.getAsLong();
    }

    Kept kept(long session) {
        return sessions.computeIfAbsent(session, number -> new Kept());
    }

    // For the store

    /** The next process has opened it: what does not count is not there. */
    void beginGeneration() {
        generation++;
        queues.values().forEach(queue -> {
            queue.values().removeIf(kept -> !counts(kept.message.publication()));
            queue.replaceAll((sequence, kept) -> kept.withoutNumber());
        });
        queues.values().removeIf(TreeMap::isEmpty);
    }

    private boolean counts(Publication publication) {
        long number = publication.number();
        return number == 0 || settled.getOrDefault(lane(number), 0L) >= number;
    }

    static long lane(long publication) {
        return Numbers.publication(
                Numbers.generationOfPublication(publication), Numbers.laneOfPublication(publication), 0);
    }

    /** All messages of all queues. */
    Stream<KeptMessage> messages() {
        return queues.values().stream().flatMap(queue -> queue.values().stream());
    }

    /** All that the next start is to find. */
    StoreContents contents() {
        StoreContents image = new StoreContents();
        retained.values().forEach(image::retained);
        groups.values().forEach(image::group);
        sessions.values().stream().filter(kept -> kept.record != null).forEach(kept -> image.session(recovered(kept)));
        queues.forEach((number, queue) -> image.queue(number, queue.size(), bytesOf(number)));
        return image;
    }

    private RecoveredSession recovered(Kept kept) {
        long session = kept.record.number();
        List<Assignment> assignments = messages()
                .filter(message -> message.session != null && message.session == session)
                .map(message -> new Assignment(
                        message.message.queue(), message.message.sequence(), message.packetId, message.released))
                .toList();
        long elapsedNanos = kept.record.connected() ? 0 : nanos.getAsLong() - kept.writtenNanos;
        return new RecoveredSession(
                kept.record,
                elapsedNanos,
                List.copyOf(kept.subscriptions.values()),
                List.copyOf(kept.received),
                assignments);
    }

    /** As {@link SessionStore#read}. */
    List<StoredMessage> part(long queue, long afterSequence, long bytesMax) {
        List<StoredMessage> messages = new ArrayList<>();
        long bytes = 0;
        for (KeptMessage kept : queueOf(queue)) {
            StoredMessage message = now(kept.message);
            if (message.sequence() > afterSequence && bytes < bytesMax) {
                messages.add(message);
                bytes += message.publication().memoryBytes();
            }
        }
        return messages;
    }

    /** A message as it is read: numbers of publications mean nothing in later processes. */
    private StoredMessage now(StoredMessage kept) {
        Publication publication = kept.publication();
        if (publication.number() == 0 || Numbers.generationOfPublication(publication.number()) == generation) {
            return kept;
        }
        StoredMessage read = new StoredMessage(
                kept.queue(), kept.sequence(), publication.numbered(0), kept.qos(), kept.retain(), kept.identifiers());
        read.take();
        return read;
    }

    long bytesOf(long queue) {
        return queueOf(queue).stream()
                .mapToLong(kept -> kept.message.publication().memoryBytes())
                .sum();
    }
}
