package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import java.util.concurrent.TimeUnit;

/**
 * Whether a client takes what is sent to it. One that has taken nothing for a while, neither bytes from its socket nor a
 * message by an acknowledgement, although something waits for it, is stalled until it takes something.
 */
@ShardConfined
final class Stall {
    /** Networks pause for less than that, and publishers wait as long when memory is full. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Home home;
    private long acknowledged;

    // At the last look
    private long acknowledgedBefore = -1;
    private long takenBytesBefore;
    /** Bytes waited for the socket, so that it is a sign of life when it takes some. */
    private boolean bytesWaited;

    private long idleSinceNanos;
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
     * @param waits whether there is something to take
     * @return whether the client is stalled
     */
    boolean look(Wire wire, boolean waits) {
        if (!waits || hasTaken(wire)) {
            idleSinceNanos = home.nowNanos();
        }
        acknowledgedBefore = acknowledged;
        takenBytesBefore = wire.takenBytes();
        bytesWaited = wire.waitingBytes() > 0;
        stalled = home.nowNanos() - idleSinceNanos >= STALLED_NANOS;
        return stalled;
    }

    /** The client is gone. */
    void end() {
        stalled = false;
        acknowledgedBefore = -1;
    }

    /** Whether the client was stalled at the last look and has taken nothing since, and memory is scarce. */
    boolean isOn(Wire wire) {
        return stalled && home.isMemoryScarce() && !hasTaken(wire);
    }

    private boolean hasTaken(Wire wire) {
        return acknowledged != acknowledgedBefore || (bytesWaited && wire.takenBytes() != takenBytesBefore);
    }
}
