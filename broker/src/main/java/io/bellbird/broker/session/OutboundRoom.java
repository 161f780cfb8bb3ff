package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import org.jspecify.annotations.Nullable;

/**
 * How much may be on its way to one client, and wait for it in memory: what its Receive Maximum, {@code
 * max_inflight_bytes}, its outbox and the memory of the broker have room for; and little for a client that takes nothing
 * while memory is scarce.
 */
@ShardConfined
final class OutboundRoom {
    /** QoS 1 and 2 wait in the queue while so many bytes wait for the client already. */
    private static final long OUTBOX_BYTES_ROOM = 256 * 1024;

    private final Home home;
    private final Inflight inflight;
    private final Stall stall;

    /** @param inflight what is on its way to the client */
    OutboundRoom(Home home, Inflight inflight) {
        this.home = home;
        this.inflight = inflight;
        this.stall = new Stall(home);
    }

    /** Whether another QoS 1 or 2 message may leave. */
    boolean hasRoom(Connection to) {
        long inflightBytesMax = home.config().maxInflightBytes();
        return to.isOpen()
                && inflight.size() < to.receiveMaximum()
                && (inflightBytesMax == 0 || inflight.bytes() < inflightBytesMax)
                && (inflight.size() == 0 || inflight.bytes() < memoryBytesMax(to))
                && to.wire().waitingBytes() < OUTBOX_BYTES_ROOM;
    }

    /** Whether another QoS 0 message may leave; one that may not is lost. */
    boolean hasRoomAtMostOnce(Connection to) {
        return to.wire().waitingBytes() <= Math.min(home.config().outboxBytesMax(), memoryBytesMax(to));
    }

    /**
     * What may be held in memory for the client now, in bytes: little when it takes nothing while memory is scarce.
     *
     * @param to null when the client is away
     */
    long memoryBytesMax(@Nullable Connection to) {
        boolean stalled = to != null && stall.isOn(to.wire());
        return stalled
                ? Math.max(0, home.memoryRoom().stalledBytesMax() - inflight.bytes())
                : home.memoryRoom().sessionBytesMax(to != null);
    }

    /** The client has a message, or is not to get it any more. */
    void acknowledged() {
        stall.acknowledged();
    }

    /**
     * Looks whether the client has taken something since the last look.
     *
     * @param to null when the client is away
     * @param queuedBytes what waits for it in memory besides what is on its way
     * @return what waits for it in memory, in bytes, when it has taken nothing for long; else 0
     */
    long lookWhetherStalled(@Nullable Connection to, long queuedBytes) {
        if (to == null) {
            stall.end();
            return 0;
        }
        long waitingBytes = inflight.bytes() + to.wire().waitingBytes();
        return stall.look(to.wire(), waitingBytes) ? waitingBytes + queuedBytes : 0;
    }
}
