package io.bellbird.broker;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.session.Home;
import io.bellbird.broker.session.Ingress;
import io.bellbird.broker.session.ServerLimits;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.codec.Bytes;
import io.bellbird.codec.PublishProperties;
import io.bellbird.codec.Qos;
import io.bellbird.codec.ReasonCode;
import io.bellbird.codec.Topic;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the program that the broker is part of: from any thread they go to the first shard, and enter there as
 * those of clients do. Concurrent: the bytes that wait are one atomic number, which nobody raises above its limit
 * without taking his own back; the results that are open are a concurrent set, from which {@link #close} completes what
 * is left.
 */
final class OwnPublications {
    /** What may wait for the shard; a message that finds nothing waiting may be of any size. */
    static final long WAITING_BYTES_MAX = 16L << 20;

    private static final String NO_CLIENT = "";

    private final Home home;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Set<Acknowledgement> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    /** Who publishes should wait: other shards cannot follow, or memory is full. Touched by the shard's thread only. */
    private boolean held;

    /** @param home where the messages enter */
    OwnPublications(Home home) {
        this.home = home;
    }

    @AnyThread
    CompletableFuture<ReasonCode> publish(Topic topic, Bytes payload, Qos qos, boolean retain) {
        return publish(topic, payload, qos, retain, PublishProperties.NONE, null);
    }

    /**
     * The same with properties.
     *
     * @param user in whose name; kept with what is retained. Null for nobody's
     */
    @AnyThread
    CompletableFuture<ReasonCode> publish(
            Topic topic, Bytes payload, Qos qos, boolean retain, PublishProperties properties, @Nullable String user) {
        if (ServerLimits.isTooDeep(topic)) {
            return CompletableFuture.completedFuture(ReasonCode.TOPIC_NAME_INVALID);
        }
        return publish(new Publication(
                topic, qos, retain, payload, properties, NO_CLIENT, retain ? user : null, home.nowNanos(), 0));
    }

    private CompletableFuture<ReasonCode> publish(Publication publication) {
        long bytes = publication.memoryBytes();
        long before = waitingBytes.getAndAdd(bytes);
        if (before > 0 && before + bytes > WAITING_BYTES_MAX) {
            waitingBytes.addAndGet(-bytes);
            return CompletableFuture.completedFuture(ReasonCode.QUOTA_EXCEEDED);
        }
        Acknowledgement ack = new Acknowledgement(needsStore(publication));
        open.add(ack);
        home.execute(() -> {
            waitingBytes.addAndGet(-bytes);
            enter(publication, ack);
        });
        if (closed) { // close() may have looked before it was there
            ack.accepted(ReasonCode.SERVER_SHUTTING_DOWN);
        }
        return ack.result;
    }

    private static boolean needsStore(Publication publication) {
        return publication.qos() != Qos.AT_MOST_ONCE || publication.retain();
    }

    private void enter(Publication publication, Acknowledgement ack) {
        if (held || (needsStore(publication) && !home.isStoreAccepting())) {
            ack.accepted(ReasonCode.QUOTA_EXCEEDED);
            return;
        }
        try {
            home.ingress().accept(publication, ack);
            held = home.holdPublisher(() -> held = false);
        } catch (RuntimeException | AssertionError bug) {
            ack.accepted(ReasonCode.UNSPECIFIED_ERROR);
            throw bug;
        }
    }

    /** The broker has ended: nobody is left to acknowledge what is open. */
    void close() {
        closed = true;
        open.forEach(ack -> ack.accepted(ReasonCode.SERVER_SHUTTING_DOWN));
    }

    /** The publication has no record of its own in the store; its result is given once, by whoever is first. */
    private final class Acknowledgement implements Ingress.Ack {
        private final CompletableFuture<ReasonCode> result = new CompletableFuture<>();
        private final boolean needsStore;

        Acknowledgement(boolean needsStore) {
            this.needsStore = needsStore;
        }

        @Override
        public void stage(StoreBatch batch, ReasonCode reason) {}

        @Override
        public void accepted(ReasonCode reason) {
            open.remove(this);
            result.complete(reason);
        }

        @Override
        public Durability durability() {
            return needsStore ? home.config().durability() : Durability.MEMORY;
        }

        @Override
        public boolean isExactlyOnce() {
            return false;
        }
    }
}
