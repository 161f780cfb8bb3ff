package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits until all other shards that a publication goes to have handed in what it staged there, and then tells the
 * publisher's shard; whatever that one hands in from then on commits after theirs.
 *
 * <p>Concurrent: each receiving shard calls {@link #staged} at most once and then {@link #handedIn} exactly once. The
 * last decrement happens after every write of {@code staged}, so that the publisher's shard sees it.
 */
final class Acceptance {
    private final AtomicInteger outstanding;
    private final Mailbox<?> publisher;
    private final Completion completion;
    private volatile boolean staged;

    /** What happens on the publisher's shard. */
    interface Completion {
        /**
         * Everybody has it.
         *
         * @param staged whether anything is in the store's hands because of the publication
         */
        void handedInEverywhere(boolean staged);
    }

    /** @param shards how many other shards the publication goes to, at least 1 */
    Acceptance(int shards, Mailbox<?> publisher, Completion completion) {
        this.outstanding = new AtomicInteger(shards);
        this.publisher = publisher;
        this.completion = completion;
    }

    /** Something was added to the calling shard's batch because of the publication. */
    @AnyThread
    void staged() {
        staged = true;
    }

    /** The calling shard has delivered, and handed in its batch. */
    @AnyThread
    void handedIn() {
        if (outstanding.decrementAndGet() == 0) {
            publisher.postUrgent(() -> completion.handedInEverywhere(staged));
        }
    }
}
