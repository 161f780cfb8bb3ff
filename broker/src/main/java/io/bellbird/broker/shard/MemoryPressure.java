package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.session.MemoryRoom;
import io.bellbird.broker.store.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one shard does while more than {@code memory_limit} is held: first those who publish wait, so that those who
 * receive can catch up and nothing is lost. When that does not help for a while, because somebody does not receive at
 * all, the others go on, and it is the sessions that hold much which get no more.
 */
@ShardConfined
final class MemoryPressure implements MemoryRoom {
    private static final Logger log = LoggerFactory.getLogger(MemoryPressure.class);

    /** While memory is full, it is looked so often whether it still is. */
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Who publishes is read a little even then, so that acknowledgements that come behind arrive. */
    private static final int CHECKS_UNTIL_READ = 25;
    /** Publishers wait so long without any memory becoming free. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Who takes nothing for so long is stalled; networks pause for less. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** And so soon while publishers wait, */
    private static final long STALLED_WHEN_FULL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** if others went on taking for so long. */
    private static final long OTHERS_TAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** So many bytes a session may hold in memory when that has not helped, */
    private static final long SCARCE_BYTES_MAX = 1 << 20;
    /** and so many when even that is too much for all. */
    private static final long LITTLE_BYTES_MAX = 64 << 10;
    /** While memory is scarce, it is looked so often who takes nothing. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Shard shard;
    private final MemoryLimit limit;
    private final SessionStore store;
    private final List<Runnable> held = new ArrayList<>();

    /** Letters wait in the mailbox. */
    private boolean holdingLetters;

    private long bytesMax;

    /** Clients are looked at. */
    private boolean looking;

    private boolean full;
    /** Waiting has not helped. */
    private boolean stuck;
    /** What all hold, when it was last looked. */
    private long bytes;
    /** What this shard held then. */
    private long toldBytes;
    /** The least that all held since memory is full, roughly. */
    private long leastBytes;

    private long patientUntilNanos;
    private int checks;
    private long nextWarningNanos;

    /** @param bytesMax {@code memory_limit}, at least 1 */
    MemoryPressure(Shard shard, MemoryLimit limit, long bytesMax, SessionStore store) {
        this.shard = shard;
        this.bytesMax = bytesMax;
        this.limit = limit;
        this.store = store;
        this.nextWarningNanos = shard.nowNanos();
    }

    /** Another {@code memory_limit} holds from now on, at least 1. */
    void limitTo(long otherBytesMax) {
        bytesMax = otherBytesMax;
    }

    /** A turn has ended: memory may have become full. */
    void endTurn() {
        look();
        notice();
    }

    private void notice() {
        if (!looking && isScarce()) {
            looking = true;
            lookForStalled();
        }
        if (!full && bytes > bytesMax) {
            full = true;
            stuck = false;
            checks = 0;
            leastBytes = bytes;
            patientUntilNanos = shard.nowNanos() + PATIENCE_NANOS;
            warn("is reached, publishers wait");
            shard.schedule(CHECK_NANOS, this::check);
            shard.releaseMemory();
        }
    }

    /** Half of the limit is used: clients that take nothing get no more, so that the others do not notice. */
    @Override
    public boolean isScarce() {
        return bytes > eighths(4);
    }

    @Override
    public void clientTook() {
        limit.tellTaken(shard.nowNanos());
    }

    /**
     * {@inheritDoc} While publishers wait, that is a short time, if others go on taking meanwhile: then neither the network
     * nor the broker pauses. One that holds much of memory alone has the long time all the same, since it may be busy with
     * what it has.
     */
    @Override
    public boolean isStalled(long idleSinceNanos, long idleNanos, long waitingBytes) {
        boolean soon = full && waitingBytes <= eighths(1) && limit.takenNanosAfter(idleSinceNanos) >= OTHERS_TAKE_NANOS;
        return idleNanos >= (soon ? STALLED_WHEN_FULL_NANOS : STALLED_NANOS);
    }

    private void lookForStalled() {
        looking = isScarce();
        limit.tellStalled(shard.index(), looking ? shard.lookForStalled() : 0);
        if (looking) {
            shard.schedule(LOOK_NANOS, this::lookForStalled);
        }
    }

    /** Whether a publisher should wait; then it is released later. Asked within the turn, which may bring much. */
    boolean holds(Runnable resume) {
        if (!full && bytesNow() > bytesMax) {
            look();
            notice();
        }
        boolean wait = full && !(stuck && bytes - limit.stalledBytes() <= eighths(12));
        if (wait) {
            held.add(resume);
        }
        return wait;
    }

    /**
     * Whether the letters of other shards should wait, which may be many when this shard was slow, and become more when they
     * are delivered: as long as waiting may help, no session is to lose something for it. Then the shard is told later.
     */
    boolean holdsLetters() {
        if (stuck || bytesNow() <= eighths(12)) {
            return false;
        }
        look();
        notice();
        holdingLetters = !isRoomForLetters();
        return holdingLetters;
    }

    private boolean isRoomForLetters() {
        return stuck || bytes <= eighths(12);
    }

    /**
     * What one session may hold in memory, in bytes: what it likes while waiting may help, since nothing more is read
     * then, and when that has not helped, or comes too late, little, so that what all hold stays below one and a half
     * times the limit.
     *
     * @param connected whether its client is there: then a little is left for it, since it may be one that takes it
     */
    @Override
    public long sessionBytesMax(boolean connected) {
        long now = bytesNow();
        if (now <= eighths(stuck ? 11 : 14)) {
            return stuck ? SCARCE_BYTES_MAX : Long.MAX_VALUE;
        }
        if (!connected) {
            return 0;
        }
        // once it is known who takes nothing, the others are few
        return stuck ? LITTLE_BYTES_MAX : Math.min(LITTLE_BYTES_MAX, partOfAnEighth());
    }

    /** What a session may hold in memory whose client takes nothing, in bytes: all of them together an eighth. */
    @Override
    public long stalledBytesMax() {
        return partOfAnEighth();
    }

    private long partOfAnEighth() {
        return eighths(1) / Math.max(1, shard.sessionCountOfAll());
    }

    private void look() {
        toldBytes = shard.memory().bytes();
        limit.tell(shard.index(), toldBytes);
        bytes = limit.bytes() + store.heldBytes();
    }

    /** What all hold, with what this shard has taken since it was last looked. */
    private long bytesNow() {
        return bytes + shard.memory().bytes() - toldBytes;
    }

    private long eighths(int n) {
        return bytesMax / 8 * n;
    }

    private void check() {
        look();
        full = bytes > eighths(7);
        if (full) {
            losePatience();
            shard.schedule(CHECK_NANOS, this::check);
        } else {
            stuck = false;
        }
        if (holdingLetters && isRoomForLetters()) {
            holdingLetters = false;
            shard.takeLetters();
        }
        boolean readSome = ++checks % CHECKS_UNTIL_READ == 0 && bytes <= eighths(12);
        if (!full || stuck || readSome) {
            List<Runnable> released = List.copyOf(held);
            held.clear();
            released.forEach(shard::runIsolated);
        }
    }

    /** As long as memory becomes free, publishers wait for more; unless it is known whose it is. */
    private void losePatience() {
        long now = shard.nowNanos();
        if (checks < CHECKS_UNTIL_READ) {
            leastBytes = Math.max(leastBytes, bytes); // what was read before still arrives at its receivers
        }
        if (bytes < leastBytes - bytesMax / 64) {
            leastBytes = bytes;
            patientUntilNanos = now + PATIENCE_NANOS;
        } else if (!stuck && (now >= patientUntilNanos || limit.stalledBytes() > bytes / 4 * 3)) {
            stuck = true;
            nextWarningNanos = now;
            warn("stays reached, publishers go on, and sessions get no more messages than memory has room for");
        }
    }

    private void warn(String text) {
        long now = shard.nowNanos();
        if (now >= nextWarningNanos) {
            nextWarningNanos = now + WARNING_INTERVAL_NANOS;
            log.warn("shard={} memory_limit={} {} held_bytes={}", shard.index(), bytesMax, text, bytes);
        }
    }
}
