package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Route;
import io.bellbird.broker.session.Ingress;
import io.bellbird.broker.watch.Flows;
import io.bellbird.broker.watch.Traces;
import io.bellbird.codec.ReasonCode;

/**
 * The way in on one machine: the retained record first, then the subscribers of this shard, then the other shards; and
 * the acknowledgement when all of that is committed.
 */
@ShardConfined
final class LocalIngress implements Ingress {
    private final Shard shard;

    LocalIngress(Shard shard) {
        this.shard = shard;
    }

    @Override
    public void accept(Publication publication, Ack ack) {
        long stagedBefore = shard.stagedCount();
        long rejectedBefore = rejectedCount();
        if (publication.retain()) {
            shard.retainedChanges().take(publication);
        }
        Route route = shard.router().route(publication.topic());
        long others = route.otherShards();
        boolean overtakes = !shard.lane().isSettled() && !route.isEmpty();
        if ((others != 0 || overtakes) && ack.isExactlyOnce()) {
            acceptNumbered(publication, route, ack);
            return;
        }
        tellRouted(publication, route);
        shard.router().deliver(publication, route);
        boolean staged = shard.stagedCount() != stagedBefore;
        boolean rejected = rejectedCount() != rejectedBefore;
        if (others == 0 && route.isEmpty()) {
            settle(ack, ReasonCode.NO_MATCHING_SUBSCRIBERS, staged);
        } else if (others == 0) {
            settle(ack, staged, rejected);
        } else if (ack == Ack.NONE) {
            shard.post(others, new Letter(publication, null));
        } else {
            Acceptance.Completion completion =
                    (stagedAnywhere, rejectedAnywhere) -> settle(ack, stagedAnywhere, rejectedAnywhere);
            post(publication, others, staged, rejected, completion);
        }
    }

    /** A publication whose queue entries count only once it is settled. */
    private void acceptNumbered(Publication publication, Route route, Ack ack) {
        tellRouted(publication, route);
        long rejectedBefore = rejectedCount();
        Lane.Entry entry = shard.lane().add();
        Publication numbered = publication.numbered(entry.number());
        shard.router().deliver(numbered, route);
        boolean rejected = rejectedCount() != rejectedBefore;
        if (route.otherShards() == 0) {
            entry.complete(() -> settle(ack, true, rejected));
        } else {
            Acceptance.Completion completion =
                    (staged, rejectedAnywhere) -> entry.complete(() -> settle(ack, staged, rejectedAnywhere));
            post(numbered, route.otherShards(), true, rejected, completion);
        }
    }

    /**
     * Sends a publication to other shards.
     *
     * @param staged whether something is in the store's hands already
     * @param rejected whether a full queue of this shard did not take it, and its publisher is to know
     */
    private void post(
            Publication publication, long others, boolean staged, boolean rejected, Acceptance.Completion completion) {
        Acceptance acceptance = new Acceptance(Long.bitCount(others), shard.index(), completion);
        if (staged) {
            acceptance.staged();
        }
        if (rejected) {
            acceptance.rejected();
        }
        shard.post(others, new Letter(publication, acceptance));
    }

    private void settle(Ack ack, boolean staged, boolean rejected) {
        settle(ack, rejected ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.SUCCESS, staged);
    }

    /** Everybody has it: its own record comes last, and the acknowledgement once nothing can be lost. */
    private void settle(Ack ack, ReasonCode reason, boolean staged) {
        long before = shard.stagedCount();
        ack.stage(shard.batch(), reason);
        if (staged || shard.stagedCount() != before) {
            shard.afterCommit(ack.durability(), () -> ack.accepted(reason));
        } else {
            ack.accepted(reason);
        }
    }

    private void tellRouted(Publication publication, Route route) {
        shard.tellTaps(publication);
        Traces traces = shard.traces();
        if (traces != null) {
            traces.routed(shard.nowNanos(), shard.index(), publication, route);
        }
        Flows flows = shard.flows();
        if (flows != null && !publication.publisher().isEmpty()) {
            flows.published(publication.publisher(), publication.topic());
        }
    }

    private long rejectedCount() {
        return shard.counters().get(Counter.REJECTED_QUEUE_FULL);
    }
}
