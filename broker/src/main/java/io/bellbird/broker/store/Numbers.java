package io.bellbird.broker.store;

/**
 * How numbers are made that no earlier process has used: each begins with the {@linkplain SessionStore#generation()
 * generation}.
 */
public final class Numbers {
    private static final int SESSION_BITS = 28;
    private static final int SEQUENCE_BITS = 40;
    private static final int LANE_BITS = 6;
    private static final int COUNT_BITS = 37;
    private static final int LANE_MASK = (1 << LANE_BITS) - 1;

    private Numbers() {}

    /** Below the numbers of all sessions and groups that this generation adds; those have 48 bits. */
    public static long beforeSessions(int generation) {
        return (long) generation << SESSION_BITS;
    }

    /** The generation that added a session or group. */
    public static int generationOfSession(long number) {
        return (int) (number >>> SESSION_BITS);
    }

    /** Below the sequences of all messages that this generation queues, above those of earlier ones. */
    public static long beforeSequences(int generation) {
        return (long) generation << SEQUENCE_BITS;
    }

    /** The generation in which a message was queued. */
    public static int generationOfSequence(long sequence) {
        return (int) (sequence >>> SEQUENCE_BITS);
    }

    /**
     * The number of a publication.
     *
     * @param lane the publisher's shard, 0..63
     * @param count from 1, growing in each lane
     */
    public static long publication(int generation, int lane, long count) {
        return ((((long) generation << LANE_BITS) | lane) << COUNT_BITS) | count;
    }

    /** The lane of a publication, 0..63. */
    public static int laneOfPublication(long number) {
        return (int) (number >>> COUNT_BITS) & LANE_MASK;
    }

    /** The generation in which a publication came. */
    public static int generationOfPublication(long number) {
        return (int) (number >>> (COUNT_BITS + LANE_BITS));
    }
}
