package io.bellbird.client;

import io.bellbird.codec.Qos;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A message of QoS 1 or 2 that came and is being processed by those who asked for it. Counts them on their threads; all
 * else belongs to the client's loop.
 */
final class Delivery {
    final int packetId;
    final Qos qos;
    private final Inbound inbound;
    private final AtomicInteger unprocessed;

    /** Waits in the order of the present connection to be acknowledged. */
    boolean ordered;

    /** Came on the present connection, and the exchange is not over. */
    boolean unacknowledged;

    Delivery(int packetId, Qos qos, Inbound inbound, int receivers) {
        this.packetId = packetId;
        this.qos = qos;
        this.inbound = inbound;
        this.unprocessed = new AtomicInteger(receivers);
    }

    /** One receiver has processed it. Any thread. */
    void processed() {
        if (unprocessed.decrementAndGet() == 0) {
            inbound.wake();
        }
    }

    /** All have. Any thread. */
    boolean isProcessed() {
        return unprocessed.get() == 0;
    }
}
