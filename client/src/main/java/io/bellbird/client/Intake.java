package io.bellbird.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The publications on their way from many callers to the one thread of the client, in order, without a lock: each is put
 * in front of what was last put in. The reader takes all at once and turns them round.
 */
final class Intake {
    private static final VarHandle NEWEST;

    static {
        try {
            NEWEST = MethodHandles.lookup().findVarHandle(Intake.class, "newest", Publication.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Publication newest;

    /**
     * Puts one in. Any thread.
     *
     * @return whether there was none, so that the reader has to be woken
     */
    boolean put(Publication publication) {
        Publication before;
        do {
            before = newest;
            publication.next = before;
        } while (!NEWEST.compareAndSet(this, before, publication));
        return before == null;
    }

    /** Takes all, the first one first, linked by {@code next}; null when there is none. The reader's thread. */
    @Nullable
    Publication takeAll() {
        Publication last = (Publication) NEWEST.getAndSet(this, null);
        Publication first = null;
        while (last != null) {
            Publication before = last.next;
            last.next = first;
            first = last;
            last = before;
        }
        return first;
    }
}
