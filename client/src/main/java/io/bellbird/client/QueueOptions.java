package io.bellbird.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much may wait to be sent or acknowledged, and where.
 *
 * @param messagesMax 1 or more
 * @param bytesMax of topics and payloads, with 100 bytes for each message; 1 or more
 * @param whenFull what happens to one that does not fit
 * @param folder see {@link #onDisk}. Empty: in memory
 * @param durability what messages in the folder survive
 */
public record QueueOptions(
        int messagesMax, long bytesMax, WhenFull whenFull, Optional<Path> folder, Durability durability) {
    /** 100,000 messages or 64 MiB in memory; more are refused. */
    public static final QueueOptions DEFAULT =
            new QueueOptions(100_000, 64L << 20, WhenFull.FAIL, Optional.empty(), Durability.PROCESS);

    /** What happens when a message does not fit. */
    public enum WhenFull {
        /** The caller waits for room, which blocks its thread. */
        WAIT,
        /** Its future fails with {@link QueueFullException}. */
        FAIL,
        /** The futures of the oldest ones that were not yet sent fail so, and it takes their place. */
        DROP_OLDEST
    }

    /** What a message survives once it is written. */
    public enum Durability {
        /** The end of the process, however it comes: the message is with the operating system. */
        PROCESS,
        /** Also the end of the machine: it is on the disk, which takes longer. */
        DISK
    }

    public QueueOptions {
        if (messagesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("a queue of " + messagesMax + " messages and " + bytesMax + " bytes");
        }
    }

    /** With at most so many messages. */
    public QueueOptions messages(int max) {
        return new QueueOptions(max, bytesMax, whenFull, folder, durability);
    }

    /** With at most so many bytes. */
    public QueueOptions bytes(long max) {
        return new QueueOptions(messagesMax, max, whenFull, folder, durability);
    }

    /** With another end when it is full. */
    public QueueOptions whenFull(WhenFull policy) {
        return new QueueOptions(messagesMax, bytesMax, policy, folder, durability);
    }

    /**
     * On disk: messages of QoS 1 and 2 are kept in a folder until the broker has them, so that they outlive the process.
     * The next client with the same folder and client id sends them, in order. Those of QoS 2 arrive once, and those that
     * come with QoS 2 are processed once, except the one whose callback was running when the process ended; therefore the
     * next callback is called only when it is written that the one before has returned.
     *
     * <p>All that waits is in memory as well, within the limits of the queue. The client needs an id of its own, goes on
     * with its session, and asks the broker to keep that for ever, if its options do not say otherwise. Subscribe before
     * connecting, else messages that the broker has kept are {@linkplain ClientOptions.Builder#unclaimed unclaimed}.
     *
     * @param in belongs to one client, and is made if it is not there
     */
    public QueueOptions onDisk(Path in) {
        return new QueueOptions(messagesMax, bytesMax, whenFull, Optional.of(in), durability);
    }

    /** With another durability of what is in the folder. */
    public QueueOptions durability(Durability wanted) {
        return new QueueOptions(messagesMax, bytesMax, whenFull, folder, wanted);
    }
}
