package io.bellbird.broker.store;

import io.bellbird.broker.AnyThread;
import io.bellbird.broker.routing.Publication;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionIdentifiers;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A message in the queue of a session or of a shared group.
 *
 * <p>Concurrent in one point: the shard that holds it may {@link #withdraw} it, the store may {@link #take} it for
 * writing, and one of them, whoever is first, succeeds. So a message that is delivered before it is written costs the
 * store nothing. All else is final, or touched by the store alone.
 */
public final class StoredMessage {
    private static final VarHandle STATE;

    private static final int NEW = 0;
    private static final int TAKEN = 1;
    private static final int WITHDRAWN = 2;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(StoredMessage.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long queue;
    private final long sequence;
    private final Publication publication;
    private final Qos qos;
    private final boolean retain;
    private final SubscriptionIdentifiers identifiers;

    @SuppressWarnings("unused") // by STATE
    private volatile int state;

    /**
     * A message that is not in the store yet.
     *
     * @param queue number of the session or group
     * @param sequence its place in the queue, growing
     * @param qos at which it is delivered
     * @param retain the RETAIN flag with which it is delivered
     */
    public StoredMessage(
            long queue,
            long sequence,
            Publication publication,
            Qos qos,
            boolean retain,
            SubscriptionIdentifiers identifiers) {
        this.queue = queue;
        this.sequence = sequence;
        this.publication = publication;
        this.qos = qos;
        this.retain = retain;
        this.identifiers = identifiers;
    }

    /** The number of the session or group in whose queue it lies. */
    public long queue() {
        return queue;
    }

    /** Its place in the queue. */
    public long sequence() {
        return sequence;
    }

    public Publication publication() {
        return publication;
    }

    /** At which it is delivered. */
    public Qos qos() {
        return qos;
    }

    /** The RETAIN flag with which it is delivered. */
    public boolean retain() {
        return retain;
    }

    public SubscriptionIdentifiers identifiers() {
        return identifiers;
    }

    /** Keeps it from being written; false when that has begun. */
    @AnyThread
    public boolean withdraw() {
        return STATE.compareAndSet(this, NEW, WITHDRAWN);
    }

    /** Whether it was kept from being written: nothing of it is in the store then. */
    @AnyThread
    public boolean isWithdrawn() {
        return state == WITHDRAWN;
    }

    /** Begins to write it; false when it was withdrawn. */
    @AnyThread
    public boolean take() {
        return STATE.compareAndSet(this, NEW, TAKEN);
    }
}
