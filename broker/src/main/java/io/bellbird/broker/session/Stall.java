package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.ClientStalled;
import java.util.concurrent.TimeUnit;

/**
 * Whether a client takes what is sent to it. One that has taken nothing for a while, neither bytes from its socket nor a
 * message by an acknowledgement, although something waits for it, is stalled until it takes something.
 */
@ShardConfined
final class Stall {
    /** What was seen before that does not tell what the client did meanwhile: memory was not scarce. */
    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A look that comes later than that shows that the shard was busy: its clients had no longer than that either. */
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Home home;
    private long acknowledged;

    private boolean looked;

    // At the last look
    private long lookedNanos;
    private long acknowledgedBefore;
    private long takenBytesBefore;
    /** The socket was full, so that it is a sign of life when it takes bytes; an empty one takes some from the dead as well. */
    private boolean blocked;

    private long idleSinceNanos;
    private long idleNanos;
    private boolean stalled;

    Stall(Home home) {
        this.home = home;
    }

    /** The client has a message, or is not to get it any more. */
    void acknowledged() {
        acknowledged++;
    }

    /**
     * Looks what has changed since the last look.
     *
     * @param waitingBytes what there is to take; 0 for nothing
     * @return whether the client is stalled
     */
    boolean look(Wire wire, long waitingBytes) {
        long now = home.nowNanos();
        long passedNanos = now - lookedNanos;
        boolean lookedLately = looked && passedNanos < LATELY_NANOS;
        boolean taken = hasTaken(wire);
        if (taken && lookedLately) {
            home.memoryRoom().clientTook();
        }
        if (taken || !lookedLately || waitingBytes == 0) {
            idleSinceNanos = now;
            idleNanos = 0;
        } else {
            idleNanos += Math.min(passedNanos, BETWEEN_LOOKS_NANOS);
        }
        looked = true;
        lookedNanos = now;
        acknowledgedBefore = acknowledged;
        takenBytesBefore = wire.takenBytes();
        blocked = wire.isBlocked();
        boolean before = stalled;
        stalled = home.memoryRoom().isStalled(idleSinceNanos, idleNanos, waitingBytes);
        if (stalled && !before) {
            ClientStalled.note(wire.peer(), waitingBytes);
        }
        return stalled;
    }

    /** The client is gone. */
    void end() {
        stalled = false;
        looked = false;
    }

    /** Whether the client was stalled at the last look and has taken nothing since, and memory is scarce. */
    boolean isOn(Wire wire) {
        return stalled && home.memoryRoom().isScarce() && !hasTaken(wire);
    }

    private boolean hasTaken(Wire wire) {
        return acknowledged != acknowledgedBefore || (blocked && wire.takenBytes() != takenBytesBefore);
    }
}
