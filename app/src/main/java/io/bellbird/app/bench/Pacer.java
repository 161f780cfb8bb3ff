package io.bellbird.app.bench;

import java.util.List;

/** Says when messages are due, whatever became of those before. Used by one thread. */
final class Pacer {
    private final List<Publisher> publishers;
    private final Stop stop;
    private final long count;

    /**
     * Nothing is due yet.
     *
     * @param count messages of all publishers together, or Long.MAX_VALUE for as many as the time allows
     */
    Pacer(List<Publisher> publishers, Stop stop, long count) {
        this.publishers = publishers;
        this.stop = stop;
        this.count = count;
    }

    /** All are due at once. */
    void releaseAll() {
        int left = publishers.size();
        long each = count / left;
        long more = count % left;
        for (int i = 0; i < left; i++) {
            long messages = each + (i < more ? 1 : 0);
            if (messages > 0) {
                publishers.get(i).release(messages);
            }
        }
    }

    /**
     * Each is due at its time; returns when all are, or the time is over.
     *
     * @param beginNanos when the pace begins, on the clock of this process
     * @param untilNanos what is due then, or later, is not sent
     */
    void release(Pace pace, long beginNanos, long untilNanos) throws InterruptedException {
        for (long index = 0; index < count && !stop.isAsked(); index++) {
            long dueNanos = beginNanos + pace.dueNanos(index);
            if (dueNanos - untilNanos >= 0) {
                stop.awaitUntil(untilNanos);
                return;
            }
            if (dueNanos - System.nanoTime() > 0) {
                stop.awaitUntil(dueNanos);
            }
            publishers.get((int) (index % publishers.size())).release(1);
        }
    }
}
