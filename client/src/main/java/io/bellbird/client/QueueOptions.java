package io.bellbird.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much may wait to be sent or acknowledged, and where.
 *
 * @param messagesMax 1 or more
 * @param bytesMax of topics and payloads, with 100 bytes for each message; 1 or more
 * @param whenFull what happens to one that does not fit
 * @param folder where messages of QoS 1 and 2 are kept until the broker has them, so that they outlive the process; it
 *     belongs to one client. Empty: in memory
 */
public record QueueOptions(int messagesMax, long bytesMax, WhenFull whenFull, Optional<Path> folder) {
    /** 100,000 messages or 64 MiB in memory; more are refused. */
    public static final QueueOptions DEFAULT = new QueueOptions(100_000, 64L << 20, WhenFull.FAIL, Optional.empty());

    /** What happens when a message does not fit. */
    public enum WhenFull {
        /** The caller waits for room, which blocks its thread. */
        WAIT,
        /** Its future fails with {@link QueueFullException}. */
        FAIL,
        /** The futures of the oldest ones that were not yet sent fail so, and it takes their place. */
        DROP_OLDEST
    }

    public QueueOptions {
        if (messagesMax < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("a queue of " + messagesMax + " messages and " + bytesMax + " bytes");
        }
    }

    /** With at most so many messages. */
    public QueueOptions messages(int max) {
        return new QueueOptions(max, bytesMax, whenFull, folder);
    }

    /** With at most so many bytes. */
    public QueueOptions bytes(long max) {
        return new QueueOptions(messagesMax, max, whenFull, folder);
    }

    /** With another end when it is full. */
    public QueueOptions whenFull(WhenFull policy) {
        return new QueueOptions(messagesMax, bytesMax, policy, folder);
    }

    /** On disk. */
    public QueueOptions onDisk(Path in) {
        return new QueueOptions(messagesMax, bytesMax, whenFull, Optional.of(in));
    }
}
