package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random changes; after each batch the store is opened again, and has what a naive model has. It is opened after a
 * clean end, or as a kill leaves it: from a copy of its files while it was open.
 */
class StoreModelTest {
    private static final int STEPS = 25;

    @TempDir
    Path temporary;

    /** What the store should have of a session. */
    private static final class Session {
        final SessionRecord record;
        final Map<String, RecoveredSession.Subscribed> subscriptions = new TreeMap<>();
        final TreeSet<Integer> received = new TreeSet<>();

        Session(SessionRecord record) {
            this.record = record;
        }
    }

    /** What the store should have of a message. */
    private static final class Message {
        final StoredMessage stored;
        long session;
        int packetId;
        boolean released;

        Message(StoredMessage stored) {
            this.stored = stored;
        }
    }

    private static final class Model {
        final Map<Long, Session> sessions = new TreeMap<>();
        final Map<Long, GroupRecord> groups = new TreeMap<>();
        final Map<Long, TreeMap<Long, Message>> queues = new TreeMap<>();

        List<Long> numbers() {
            List<Long> numbers = new ArrayList<>(sessions.keySet());
            numbers.addAll(groups.keySet());
            return numbers;
        }

        List<Message> messages() {
            return queues.values().stream()
                    .map(Map::values)
                    .flatMap(Collection::stream)
                    .toList();
        }

        List<RecoveredSession.Assignment> assignments(long session) {
            return messages().stream()
                    .filter(message -> message.packetId != 0 && message.session == session)
                    .map(message -> new RecoveredSession.Assignment(
                            message.stored.queue(), message.stored.sequence(), message.packetId, message.released))
                    .toList();
        }
    }

    private final Model model = new Model();
    private Random random = new Random();
    private RandomMessages values = new RandomMessages(random);
    private @Nullable StoreFixture fixture;
    private long lastNumber;
    private long lastSequence;
    private int folders;

    private StoreFixture fixture() {
        StoreFixture open = fixture;
        if (open == null) {
            throw new AssertionError("not open");
        }
        return open;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void it_always_has_what_it_was_given(long seed) throws IOException {
        random = new Random(seed);
        values = new RandomMessages(random);
        fixture = new StoreFixture(temporary.resolve("data"));
        fixture().open();
        begin();
        try {
            for (int step = 0; step < STEPS; step++) {
                change();
                if (random.nextInt(3) == 0) {
                    change();
                }
                boolean killed = random.nextInt(3) == 0;
                if (killed) {
                    openCopy();
                } else {
                    fixture().reopen();
                }
                begin();
                compare("seed " + seed + " step " + step + (killed ? " killed" : ""));
            }
        } finally {
            fixture().close();
        }
        assertThat(StoreMaintenance.check(fixture().folder, line -> {}).problems())
                .isEmpty();
    }

    /** Numbers begin anew in each generation; the messages of the model are read again. */
    private void begin() {
        int generation = fixture().store().generation();
        lastNumber = Numbers.beforeSessions(generation);
        lastSequence = Numbers.beforeSequences(generation);
    }

    private void openCopy() throws IOException {
        StoreFixture killed = fixture();
        StoreFixture copy = new StoreFixture(temporary.resolve("copy" + folders++));
        Path from = StoreFolder.database(killed.folder);
        Path to = StoreFolder.database(copy.folder);
        Files.createDirectories(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        copy.retained.putAll(killed.retained);
        killed.close();
        fixture = copy;
        copy.open();
    }

    private void change() {
        StoreBatch batch = fixture().store().newBatch();
        Publication shared = null;
        for (int i = random.nextInt(20); i >= 0; i--) {
            if (shared == null || random.nextInt(4) == 0) {
                shared = values.publication();
            }
            change(batch, shared);
        }
        CompletableFuture<@Nullable Void> committed = new CompletableFuture<>();
        fixture()
                .store()
                .commit(
                        batch,
                        random.nextBoolean() ? Durability.PROCESS : Durability.DISK,
                        () -> committed.complete(null));
        StoreFixture.await(committed);
    }

    private void change(StoreBatch batch, Publication publication) {
        switch (random.nextInt(14)) {
            case 0, 1 -> putSession(batch);
            case 2 -> removeSession(batch);
            case 3 -> putGroup(batch);
            case 4 -> removeGroup(batch);
            case 5 -> changeSubscription(batch);
            case 6 -> changeReceived(batch);
            case 7 -> changeRetained(batch);
            case 8 -> dequeue(batch);
            case 9 -> assign(batch);
            case 10 -> release(batch);
            default -> enqueue(batch, publication);
        }
    }

    private <T> @Nullable T any(Collection<T> all) {
        List<T> list = List.copyOf(all);
        return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
    }

    private void putSession(StoreBatch batch) {
        Session known = random.nextBoolean() ? any(model.sessions.values()) : null;
        long number = known != null ? known.record.number() : ++lastNumber;
        SessionRecord record = values.session(number);
        Session session = new Session(record);
        if (known != null) {
            session.subscriptions.putAll(known.subscriptions);
            session.received.addAll(known.received);
        }
        model.sessions.put(number, session);
        batch.putSession(record);
    }

    private void removeSession(StoreBatch batch) {
        Session session = any(model.sessions.values());
        if (session != null) {
            long number = session.record.number();
            batch.removeSession(number);
            model.sessions.remove(number);
            model.queues.remove(number);
        }
    }

    private void putGroup(StoreBatch batch) {
        GroupRecord group = new GroupRecord(++lastNumber, values.text(), values.filter());
        batch.putGroup(group);
        model.groups.put(group.number(), group);
    }

    private void removeGroup(StoreBatch batch) {
        GroupRecord group = any(model.groups.values());
        if (group != null) {
            batch.removeGroup(group.number());
            model.groups.remove(group.number());
            model.queues.remove(group.number());
        }
    }

    private void changeSubscription(StoreBatch batch) {
        Session session = any(model.sessions.values());
        if (session == null) {
            return;
        }
        RecoveredSession.Subscribed old = random.nextBoolean() ? any(session.subscriptions.values()) : null;
        TopicFilter filter = old != null ? old.filter() : values.filter();
        if (old != null && random.nextBoolean()) {
            batch.removeSubscription(session.record.number(), filter);
            session.subscriptions.remove(filter.text());
        } else {
            RecoveredSession.Subscribed subscribed =
                    new RecoveredSession.Subscribed(filter, values.options(), random.nextInt(1000));
            batch.putSubscription(session.record.number(), filter, subscribed.options(), subscribed.identifier());
            session.subscriptions.put(filter.text(), subscribed);
        }
    }

    private void changeReceived(StoreBatch batch) {
        Session session = any(model.sessions.values());
        if (session != null) {
            int packetId = 1 + random.nextInt(5);
            if (session.received.add(packetId)) {
                batch.putReceived(session.record.number(), packetId);
            } else {
                session.received.remove(packetId);
                batch.removeReceived(session.record.number(), packetId);
            }
        }
    }

    private void changeRetained(StoreBatch batch) {
        Publication publication = values.publication();
        Topic topic = random.nextBoolean() ? any(fixture().retained.keySet()) : null;
        if (topic == null) {
            fixture().retained.put(publication.topic(), publication);
            batch.retainedChanged(publication.topic());
        } else {
            fixture().retained.remove(topic);
            batch.retainedChanged(topic);
        }
    }

    private void enqueue(StoreBatch batch, Publication publication) {
        Long queue = any(model.numbers());
        if (queue != null) {
            StoredMessage message = values.message(queue, ++lastSequence, publication);
            batch.enqueue(message);
            model.queues.computeIfAbsent(queue, number -> new TreeMap<>()).put(lastSequence, new Message(message));
        }
    }

    private void dequeue(StoreBatch batch) {
        Message message = any(model.messages());
        if (message != null) {
            batch.dequeue(message.stored);
            model.queues.get(message.stored.queue()).remove(message.stored.sequence());
        }
    }

    private void assign(StoreBatch batch) {
        Message message = any(model.messages());
        Session session = any(model.sessions.values());
        if (message != null && session != null && message.packetId == 0) {
            message.session = session.record.number();
            message.packetId = 1 + random.nextInt(65_535);
            batch.assignPacketId(message.stored, message.session, message.packetId);
        }
    }

    private void release(StoreBatch batch) {
        Message message = any(model.messages());
        if (message != null && message.packetId != 0 && !message.released) {
            message.released = true;
            batch.release(message.stored);
        }
    }

    private void compare(String when) {
        Found found = fixture().found();
        assertThat(found.groups).as(when).isEqualTo(model.groups);
        Map<String, Publication> retained = new TreeMap<>();
        fixture().retained.forEach((topic, publication) -> retained.put(topic.text(), publication));
        assertThat(found.retained).as(when).isEqualTo(retained);
        assertThat(found.sessions.keySet()).as(when).isEqualTo(model.sessions.keySet());
        model.sessions.forEach((number, session) -> compare(when, session, found.sessions.get(number)));
        Map<Long, Integer> counts = new TreeMap<>();
        Map<Long, Long> bytes = new TreeMap<>();
        for (long queue : model.numbers()) {
            TreeMap<Long, Message> expected = model.queues.getOrDefault(queue, new TreeMap<>());
            compareQueue(when, queue, expected);
            if (!expected.isEmpty()) {
                counts.put(queue, expected.size());
                bytes.put(
                        queue,
                        expected.values().stream()
                                .mapToLong(
                                        message -> message.stored.publication().memoryBytes())
                                .sum());
            }
        }
        assertThat(found.counts()).as(when).isEqualTo(counts);
        assertThat(found.bytes()).as(when).isEqualTo(bytes);
    }

    private void compare(String when, Session expected, RecoveredSession found) {
        assertThat(found.session()).as(when).isEqualTo(expected.record);
        assertThat(found.subscriptions()).as(when).containsExactlyInAnyOrderElementsOf(expected.subscriptions.values());
        assertThat(found.receivedIds()).as(when).containsExactlyElementsOf(expected.received);
        assertThat(found.assignments())
                .as(when)
                .containsExactlyInAnyOrderElementsOf(model.assignments(expected.record.number()));
    }

    /** Reads in windows of random size; the model goes on with what was read. */
    private void compareQueue(String when, long queue, Map<Long, Message> expected) {
        List<StoredMessage> read = new ArrayList<>();
        List<StoredMessage> window;
        do {
            long after = read.isEmpty() ? 0 : read.get(read.size() - 1).sequence();
            window = fixture().read(queue, after, 1 + random.nextInt(3000));
            read.addAll(window);
        } while (!window.isEmpty());
        assertThat(read.stream().map(RandomMessages::describe))
                .as(when)
                .containsExactlyElementsOf(expected.values().stream()
                        .map(message -> RandomMessages.describe(message.stored))
                        .toList());
        Map<Long, Message> again = new HashMap<>();
        for (StoredMessage stored : read) {
            Message old = expected.get(stored.sequence());
            Message message = new Message(stored);
            message.session = old.session;
            message.packetId = old.packetId;
            message.released = old.released;
            again.put(stored.sequence(), message);
        }
        expected.putAll(again);
    }
}
