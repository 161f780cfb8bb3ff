package io.bellbird.app.mosquitto;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.store.GroupRecord;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.Recovery;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.SessionStore;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import io.bellbird.codec.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds what a database of Mosquitto holds to a store. What the store has already is newer, and stays as it is: a
 * session of the same client, a retained message of the same topic. Used once, by one thread; waits for the store.
 *
 * <p>A session becomes visible in the store at once with all that belongs to it, so that an import that broke off can be
 * done again.
 *
 * <p>A message that a client published with QoS 2 and that Mosquitto has acknowledged, but would hand on only with
 * PUBREL, is handed on now: this broker does so before it acknowledges.
 */
public final class MosquittoImport {
    private static final String SHARED = "$share/";

    private final MosquittoDatabase database;
    private final SessionStore store;
    private final RetainedMessages retained;
    private final StoreWriter writer;
    private final Instant now;
    private final long nowNanos;
    private final ImportCount count = new ImportCount();
    private final Set<String> clientsBefore = new HashSet<>();
    private final Set<Topic> topicsBefore = new HashSet<>();
    /** Acknowledged to their publishers, and not handed on. */
    private final List<Publication> unrouted = new ArrayList<>();

    private long lastSession;

    /**
     * Prepares an import.
     *
     * @param store just opened
     * @param retained empty; the store takes what is retained from here
     * @param now to tell what has expired
     */
    public MosquittoImport(MosquittoDatabase database, SessionStore store, RetainedMessages retained, Instant now) {
        this.database = database;
        this.store = store;
        this.retained = retained;
        this.writer = new StoreWriter(store);
        this.now = now;
        this.nowNanos = System.nanoTime();
        this.lastSession = Numbers.beforeSessions(store.generation());
    }

    /**
     * Imports everything.
     *
     * @return what was imported and what was not
     * @throws StoreRefusedException when the store cannot write; the import can be done again later
     */
    public ImportCount run() throws IOException, MosquittoFileException, StoreRefusedException, InterruptedException {
        store.recover(new Before());
        List<MosquittoSession> sessions =
                database.sessions().stream().filter(this::isWanted).toList();
        for (long place : database.retained()) {
            retain(publication(database.message(place)));
            writer.writeSome();
        }
        for (MosquittoSession session : sessions) {
            findUnrouted(session);
        }
        for (MosquittoSession session : sessions) {
            importSession(session);
        }
        writer.writeAll();
        return count;
    }

    private boolean isWanted(MosquittoSession session) {
        Instant expires = session.expires();
        if (expires != null && !expires.isAfter(now)) {
            count.expiredSessions++;
            return false;
        }
        if (clientsBefore.contains(session.clientId())) {
            count.newerSessions++;
            return false;
        }
        return true;
    }

    private void findUnrouted(MosquittoSession session) throws IOException, MosquittoFileException {
        for (MosquittoDelivery delivery : session.deliveries()) {
            if (delivery.state() == DeliveryState.AWAIT_PUBREL) {
                Publication publication = publication(database.message(delivery.message()));
                if (publication == null) {
                    count.expiredMessages++;
                    continue;
                }
                unrouted.add(publication);
                if (publication.retain()) {
                    retain(publication);
                }
            } else if (delivery.fromClient()) {
                count.sentAgain++;
            }
        }
    }

    private void importSession(MosquittoSession session)
            throws IOException, MosquittoFileException, StoreRefusedException, InterruptedException {
        lastSession++;
        Queue queue = new Queue(lastSession, Numbers.beforeSequences(store.generation()));
        for (MosquittoDelivery delivery : session.deliveries()) {
            if (!delivery.fromClient()) {
                importToClient(queue, delivery);
                writer.writeSome();
            }
        }
        for (Publication publication : unrouted) {
            route(publication, session, queue);
            writer.writeSome();
        }
        for (MosquittoDelivery delivery : session.deliveries()) {
            if (delivery.state() == DeliveryState.AWAIT_PUBREL) {
                writer.batch().putReceived(queue.number, delivery.packetId());
                count.received++;
            }
        }
        importSubscriptions(session, queue.number);
        writer.batch()
                .putSession(new SessionRecord(queue.number, session.clientId(), expiryIntervalSeconds(session), false));
        count.sessions++;
        writer.writeSome();
    }

    /** From now on. Sessions that an older Mosquitto had begun have an interval of 0 and no end in format 6. */
    private long expiryIntervalSeconds(MosquittoSession session) {
        Instant expires = session.expires();
        if (expires != null) {
            return Math.min(
                    MosquittoSession.NEVER, Duration.between(now, expires).toSeconds() + 1);
        }
        return session.expiryIntervalSeconds() == 0 ? MosquittoSession.NEVER : session.expiryIntervalSeconds();
    }

    private void importSubscriptions(MosquittoSession session, long number) {
        for (MosquittoSubscription subscription : session.subscriptions()) {
            if (isShared(subscription.filter())) {
                count.sharedSubscriptions++;
            } else {
                writer.batch()
                        .putSubscription(
                                number, subscription.filter(), subscription.options(), subscription.identifier());
                count.subscriptions++;
            }
        }
    }

    private static boolean isShared(TopicFilter filter) {
        return filter.text().startsWith(SHARED);
    }

    private void importToClient(Queue queue, MosquittoDelivery delivery) throws IOException, MosquittoFileException {
        if (delivery.qos() == Qos.AT_MOST_ONCE) {
            count.qos0Messages++;
            return;
        }
        Publication publication = publication(database.message(delivery.message()));
        if (publication == null) {
            count.expiredMessages++;
            return;
        }
        StoredMessage message = enqueue(queue, publication, delivery.qos(), delivery.retain(), delivery.identifiers());
        if (delivery.state().needsPacketId()) {
            writer.batch().assignPacketId(message, queue.number, delivery.packetId());
        }
        if (delivery.state() == DeliveryState.SEND_PUBREL || delivery.state() == DeliveryState.AWAIT_PUBCOMP) {
            writer.batch().release(message);
        }
    }

    /** One copy for a client, at the highest QoS that its subscriptions ask for [MQTT-3.3.4-2]. */
    private void route(Publication publication, MosquittoSession receiver, Queue queue) {
        List<MosquittoSubscription> matching = receiver.subscriptions().stream()
                .filter(subscription -> subscription.filter().matches(publication.topic()))
                .filter(subscription -> !subscription.options().noLocal()
                        || !publication.publisher().equals(receiver.clientId()))
                .toList();
        Qos highest = matching.stream()
                .map(subscription -> subscription.options().qos())
                .reduce(Qos.AT_MOST_ONCE, Qos::max);
        Qos qos = publication.qos().min(highest);
        if (qos == Qos.AT_MOST_ONCE) {
            return;
        }
        boolean retain = publication.retain()
                && matching.stream()
                        .anyMatch(subscription -> subscription.options().retainAsPublished());
        int[] identifiers = matching.stream()
                .mapToInt(MosquittoSubscription::identifier)
                .filter(identifier -> identifier > 0)
                .toArray();
        enqueue(queue, publication, qos, retain, SubscriptionIdentifiers.of(identifiers));
    }

    private StoredMessage enqueue(
            Queue queue, Publication publication, Qos qos, boolean retain, SubscriptionIdentifiers identifiers) {
        queue.lastSequence++;
        StoredMessage message =
                new StoredMessage(queue.number, queue.lastSequence, publication, qos, retain, identifiers);
        writer.batch().enqueue(message);
        writer.added(publication);
        count.queuedMessages++;
        return message;
    }

    private void retain(@Nullable Publication publication) {
        if (publication == null) {
            count.expiredMessages++;
            return;
        }
        if (topicsBefore.contains(publication.topic())) {
            count.newerRetained++;
            return;
        }
        if (publication.payload().isEmpty()) {
            retained.remove(publication.topic());
        } else {
            retained.put(publication);
        }
        writer.batch().retainedChanged(publication.topic());
        writer.added(publication);
        count.retained = retained.count() - topicsBefore.size();
    }

    /** The message with the rest of its expiry, or null when that has passed. */
    private @Nullable Publication publication(MosquittoMessage message) {
        Instant expires = message.expires();
        if (expires != null && !expires.isAfter(now)) {
            return null;
        }
        return new Publication(
                message.topic(),
                message.qos(),
                message.retain(),
                message.payload(),
                expires == null ? message.properties() : withExpiry(message.properties(), expires),
                message.publisher(),
                message.retain() ? message.username() : null,
                nowNanos,
                0);
    }

    private PublishProperties withExpiry(PublishProperties properties, Instant expires) {
        long seconds = Math.min(0xFFFF_FFFFL, Duration.between(now, expires).toSeconds() + 1);
        return new PublishProperties(
                properties.utf8Payload(),
                seconds,
                properties.contentType(),
                properties.responseTopic(),
                properties.correlationData(),
                properties.userProperties());
    }

    /** The queue of a session. */
    private static final class Queue {
        private final long number;
        private long lastSequence;

        Queue(long number, long beforeSequences) {
            this.number = number;
            this.lastSequence = beforeSequences;
        }
    }

    /** Learns what the store has already. */
    private final class Before implements Recovery {
        @Override
        public void session(RecoveredSession session) {
            clientsBefore.add(session.session().clientId());
        }

        @Override
        public void group(GroupRecord group) {
            // An import adds no groups.
        }

        @Override
        public void retained(Publication publication) {
            retained.put(publication);
            topicsBefore.add(publication.topic());
        }

        @Override
        public void queue(long queue, int messages, long bytes) {
            // Only the queues of new sessions grow.
        }

        @Override
        public void counted() {
            // Nothing waits for it.
        }
    }
}
