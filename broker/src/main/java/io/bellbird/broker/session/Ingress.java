package io.bellbird.broker.session;

import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.codec.ReasonCode;

/**
 * The one way by which an accepted publication enters. On one machine it is stored and routed at once; in a cluster it
 * is appended to a log, and routed when it comes back from there.
 */
public interface Ingress {
    /**
     * Takes a publication that its client may make.
     *
     * @param ack told on the calling shard, possibly before this returns
     */
    void accept(Publication publication, Ack ack);

    /** What an accepted publication causes at its publisher. */
    interface Ack {
        /** Nobody waits for it: QoS 0 and wills. */
        Ack NONE = new Ack() {
            @Override
            public void stage(StoreBatch batch, ReasonCode reason) {}

            @Override
            public void accepted(ReasonCode reason) {}

            @Override
            public Durability durability() {
                return Durability.MEMORY;
            }

            @Override
            public boolean isExactlyOnce() {
                return false;
            }
        };

        /**
         * All receivers have it: adds the publication's own record, which commits after theirs.
         *
         * @param reason with which {@link #accepted} will be called
         */
        void stage(StoreBatch batch, ReasonCode reason);

        /**
         * It is safe at the durability in force, and may be acknowledged.
         *
         * @param reason SUCCESS, NO_MATCHING_SUBSCRIBERS, or the error that kept it out
         */
        void accepted(ReasonCode reason);

        /** How safe it must be for that. */
        Durability durability();

        /** Whether the message comes again, to be recognized, should the broker end before {@link #stage} is committed. */
        boolean isExactlyOnce();
    }
}
