package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Waits until all other shards that a publication goes to have handed in what it staged there, and then tells the
 * publisher's shard; whatever that one hands in from then on commits after theirs.
 *
 * <p>Concurrent: each receiving shard may call {@link #staged} and {@link #rejected}, and then {@link #handedIn} exactly
 * once. The last decrement happens after every such write, so that the publisher's shard sees it.
 */
final class Acceptance implements Runnable {
    private static final VarHandle OUTSTANDING;

    static {
        try {
            OUTSTANDING = MethodHandles.lookup().findVarHandle(Acceptance.class, "outstanding", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int publisher;
    private final Completion completion;

    @SuppressWarnings("unused") // by OUTSTANDING
    private volatile int outstanding;

    private volatile boolean staged;
    private volatile boolean rejected;

    /** What happens on the publisher's shard. */
    interface Completion {
        /**
         * Everybody has it.
         *
         * @param staged whether anything, on any shard, is in the store's hands because of the publication
         * @param rejected whether a full queue did not take it, and the publisher is to know
         */
        void handedInEverywhere(boolean staged, boolean rejected);
    }

    /**
     * @param shards how many other shards the publication goes to, at least 1
     * @param publisher the shard where {@link #run} is called
     */
    Acceptance(int shards, int publisher, Completion completion) {
        this.outstanding = shards;
        this.publisher = publisher;
        this.completion = completion;
    }

    /** Something was added to the calling shard's batch because of the publication. */
    @AnyThread
    void staged() {
        staged = true;
    }

    /** A queue of the calling shard did not take the publication. */
    @AnyThread
    void rejected() {
        rejected = true;
    }

    /**
     * The calling shard has delivered, and handed in its batch.
     *
     * @return whether that was the last: the {@link #publisher} is to be told
     */
    @AnyThread
    boolean handedIn() {
        return (int) OUTSTANDING.getAndAdd(this, -1) == 1;
    }

    /** The publisher's shard. */
    int publisher() {
        return publisher;
    }

    /** On the publisher's shard: everybody has it. */
    @Override
    public void run() {
        completion.handedInEverywhere(staged, rejected);
    }
}
