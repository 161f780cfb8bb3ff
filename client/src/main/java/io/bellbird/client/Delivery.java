package io.bellbird.client;

import io.bellbird.codec.Qos;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A message of QoS 1 or 2 that came and is being processed by those who asked for it. Counts them on their threads; all
 * else belongs to the client's loop.
 */
final class Delivery {
    /** Of a message that is not noted. */
    static final CompletableFuture<Void> NOTED = CompletableFuture.completedFuture(null);

    final int packetId;
    final Qos qos;
    private final Inbound inbound;
    private final AtomicInteger unprocessed;

    /** Done when it is noted that it was processed, if that is to be. */
    final CompletableFuture<Void> noted;

    /** The client is closed: the broker gives it to the next one, if it was not processed yet. */
    volatile boolean left;

    /** Waits in the order of the present connection to be acknowledged. */
    boolean ordered;

    /** The broker may have forgotten it since it came, and mean something else by its packet id. */
    boolean uncertain;

    /** Came on the present connection, and the exchange is not over. */
    boolean unacknowledged;

    Delivery(int packetId, Qos qos, Inbound inbound, int receivers, CompletableFuture<Void> noted) {
        this.packetId = packetId;
        this.qos = qos;
        this.inbound = inbound;
        this.unprocessed = new AtomicInteger(receivers);
        this.noted = noted;
    }

    /** One receiver has processed it. Any thread. */
    void processed() {
        if (unprocessed.decrementAndGet() == 0) {
            inbound.onProcessed(this);
        }
    }

    /** All have, and that is noted: it may be acknowledged. Any thread. */
    boolean isProcessed() {
        return unprocessed.get() == 0 && noted.isDone();
    }
}
