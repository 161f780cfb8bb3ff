package io.bellbird.store.rocksdb;

/**
 * Which messages have a packet id in the database, and which of those are released: a copy of the keys of both
 * families. So a message that has none costs no deletion, and no key is written or deleted twice.
 *
 * <p>Its size is that of all messages in flight, not of the queues. The committer's alone once it runs.
 */
final class AssignedMessages {
    private static final int ASSIGNED = 1;
    private static final int RELEASED = 2;

    private final NumberPairMap marks = new NumberPairMap();

    /** Notes a packet id; false when the message has one already. */
    boolean assign(long queue, long sequence) {
        int marked = marks.get(queue, sequence);
        marks.set(queue, sequence, marked | ASSIGNED);
        return (marked & ASSIGNED) == 0;
    }

    /** Notes a release; false when the message has no packet id, or is released already. */
    boolean release(long queue, long sequence) {
        if (marks.get(queue, sequence) != ASSIGNED) {
            return false;
        }
        marks.set(queue, sequence, ASSIGNED | RELEASED);
        return true;
    }

    boolean isAssigned(long queue, long sequence) {
        return marks.get(queue, sequence) != 0;
    }

    boolean isReleased(long queue, long sequence) {
        return (marks.get(queue, sequence) & RELEASED) != 0;
    }

    void remove(long queue, long sequence) {
        marks.set(queue, sequence, 0);
    }
}
