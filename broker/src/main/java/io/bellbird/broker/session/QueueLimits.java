package io.bellbird.broker.session;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.config.QueueFullPolicy;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.LogText;
import io.bellbird.broker.routing.Publication;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one queue within its limits. What that costs is lost for the queue's owner alone; it is counted, and logged once
 * a minute.
 */
@ShardConfined
final class QueueLimits {
    private static final Logger log = LoggerFactory.getLogger(QueueLimits.class);

    /** A queue at its limit says so once in this time. */
    private static final long WARNING_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Home home;
    private final OutboundQueue queue;
    private final String ownerKey;
    private final String owner;
    private long nextWarningNanos;

    /**
     * The limits of a queue.
     *
     * @param ownerKey what the owner is, for logs
     * @param owner its name, for logs
     */
    QueueLimits(Home home, OutboundQueue queue, String ownerKey, String owner) {
        this.home = home;
        this.queue = queue;
        this.ownerKey = ownerKey;
        this.owner = owner;
        this.nextWarningNanos = home.nowNanos();
    }

    /**
     * Whether a message may go to the end of the queue; one that may not is counted. To be followed by {@link
     * #dropOldest} when it went there.
     *
     * @param stored whether the queue is stored
     * @param memoryBytesMax what the queue may hold in memory
     * @param disconnect ends the connection of the queue's owner, if the policy is to
     */
    boolean admit(Publication publication, boolean stored, long memoryBytesMax, Runnable disconnect) {
        long bytes = publication.memoryBytes();
        boolean inMemory = !stored || home.isStoreInMemory();
        if (inMemory && queue.bytes() + bytes > memoryBytesMax) {
            Watchers.lost(home, owner, publication, Counter.DROPPED_MEMORY_FULL);
            warn("gets no more messages, since memory_limit is near or reached");
            return false;
        }
        return !isFull(1, bytes) || admitToFull(publication, disconnect);
    }

    private boolean admitToFull(Publication publication, Runnable disconnect) {
        return switch (home.config().queueFullPolicy()) {
            case DROP_OLDEST -> {
                boolean fitsAlone = home.config().maxQueuedBytes() == 0
                        || publication.memoryBytes() <= home.config().maxQueuedBytes();
                if (!fitsAlone) {
                    dropNewest(publication);
                }
                yield fitsAlone;
            }
            case DROP_NEWEST -> {
                dropNewest(publication);
                yield false;
            }
            case REJECT -> {
                Watchers.lost(home, owner, publication, Counter.REJECTED_QUEUE_FULL);
                warn("has a full queue, its newest messages are rejected");
                yield false;
            }
            case DISCONNECT -> {
                dropNewest(publication);
                disconnect.run();
                yield false;
            }
        };
    }

    private void dropNewest(Publication publication) {
        Watchers.lost(home, owner, publication, Counter.DROPPED_QUEUE_FULL);
        warn("has a full queue, its newest messages are dropped");
    }

    /**
     * Drops the oldest messages, if the policy is to, until the queue is within its limits.
     *
     * @param droppable messages that may go
     * @param drop told of each that went
     * @param again run when the store was read for it, which nobody else could do meanwhile
     */
    void dropOldest(Predicate<OutboundMessage> droppable, Consumer<OutboundMessage> drop, Runnable again) {
        if (home.config().queueFullPolicy() == QueueFullPolicy.DROP_OLDEST && isFull(0, 0)) {
            queue.dropOldest(
                    () -> isFull(0, 0),
                    droppable,
                    oldest -> {
                        Watchers.lost(home, owner, oldest.publication, Counter.DROPPED_QUEUE_FULL);
                        warn("has a full queue, its oldest messages are dropped");
                        drop.accept(oldest);
                    },
                    again);
        }
    }

    private boolean isFull(int moreMessages, long moreBytes) {
        int messagesMax = home.config().maxQueuedMessages();
        long bytesMax = home.config().maxQueuedBytes();
        return (messagesMax > 0 && queue.count() + moreMessages > messagesMax)
                || (bytesMax > 0 && queue.bytes() + moreBytes > bytesMax);
    }

    /** Says once a minute that the owner does not get everything. */
    void warn(String text) {
        long now = home.nowNanos();
        if (now - nextWarningNanos >= 0) {
            nextWarningNanos = now + WARNING_INTERVAL_NANOS;
            log.warn(
                    "{}={} {} queued_messages={} queued_bytes={}",
                    ownerKey,
                    LogText.of(owner),
                    text,
                    queue.count(),
                    queue.bytes());
        }
    }
}
