package io.bellbird.app.mosquitto;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.Recovery;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.store.rocksdb.RocksStore;
import io.bellbird.store.rocksdb.RocksStoreConfig;
import io.bellbird.store.rocksdb.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** A store, opened after an import, as text. */
final class ImportedStore implements Recovery, AutoCloseable {
    /** What is left of an expiry depends on when the test runs. */
    private static final long SECONDS_PER_HOUR = 3_600;

    private final RocksStore store;
    private final Map<String, RecoveredSession> sessions = new TreeMap<>();
    private final List<Publication> retained = new ArrayList<>();

    ImportedStore(Path folder) throws StoreException {
        store = open(folder, new RetainedMessages());
        store.recover(this);
    }

    static RocksStore open(Path folder, RetainedMessages retained) throws StoreException {
        return RocksStore.open(new RocksStoreConfig(
                folder,
                InstantSource.system(),
                System::nanoTime,
                retained::get,
                RocksStoreConfig.defaultCacheBytes(),
                0));
    }

    List<String> clients() {
        return List.copyOf(sessions.keySet());
    }

    RecoveredSession session(String clientId) {
        return sessions.get(clientId);
    }

    /** In the order of the filters. */
    List<String> subscriptions(String clientId) {
        return session(clientId).subscriptions().stream()
                .map(subscription -> subscription.filter() + " "
                        + subscription.options().qos().level()
                        + (subscription.options().noLocal() ? " no-local" : "")
                        + (subscription.options().retainAsPublished() ? " as-published" : "")
                        + (subscription.identifier() > 0 ? " " + subscription.identifier() : ""))
                .sorted()
                .toList();
    }

    /** In order, with the packet id that a message has. */
    List<String> queue(String clientId) {
        RecoveredSession session = session(clientId);
        CompletableFuture<List<StoredMessage>> read = new CompletableFuture<>();
        store.read(session.session().number(), 0, Long.MAX_VALUE, read::complete);
        return read.join().stream()
                .map(message -> message.publication().topic() + " "
                        + message.publication().payload().toUtf8() + " "
                        + message.qos().level()
                        + (message.retain() ? " retain" : "")
                        + (message.identifiers().count() > 0 ? " " + message.identifiers() : "")
                        + assigned(session, message.sequence()))
                .toList();
    }

    private static String assigned(RecoveredSession session, long sequence) {
        return session.assignments().stream()
                .filter(assignment -> assignment.sequence() == sequence)
                .map(assignment -> " id " + assignment.packetId() + (assignment.released() ? " released" : ""))
                .findFirst()
                .orElse("");
    }

    List<String> retained() {
        return retained.stream()
                .map(publication ->
                        publication.topic() + " " + publication.payload().toUtf8())
                .sorted()
                .toList();
    }

    /** What is left of the expiry of a retained message. */
    long expiryHours(String topic) {
        return retained.stream()
                .filter(publication -> publication.topic().text().equals(topic))
                .mapToLong(publication -> publication.remainingExpirySeconds(System.nanoTime()) / SECONDS_PER_HOUR)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void session(RecoveredSession session) {
        sessions.put(session.session().clientId(), session);
    }

    @Override
    public void group(GroupRecord group) {
        throw new AssertionError("no group was imported: " + group);
    }

    @Override
    public void retained(Publication publication) {
        retained.add(publication);
    }

    @Override
    public void queue(long queue, int count, long bytes) {
        // the queues themselves are read
    }

    @Override
    public void counted() {
        // nothing waits for it
    }

    @Override
    public void close() {
        store.close();
    }
}
