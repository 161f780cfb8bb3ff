package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Route;
import io.bellbird.broker.session.Ingress;
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
            shard.retain(publication);
        }
        Route route = shard.router().route(publication.topic());
        long others = route.otherShards();
        boolean overtakes = !shard.lane().isSettled() && !route.isEmpty();
        if ((others != 0 || overtakes) && ack.isExactlyOnce()) {
            acceptNumbered(publication, route, ack);
            return;
        }
        shard.router().deliver(publication, route);
        Outcome here = new Outcome(shard.stagedCount() != stagedBefore, rejectedCount() != rejectedBefore);
        if (others == 0) {
            ReasonCode reason = route.isEmpty() ? ReasonCode.NO_MATCHING_SUBSCRIBERS : ReasonCode.SUCCESS;
            settle(ack, here.rejected ? ReasonCode.QUOTA_EXCEEDED : reason, here.staged);
        } else if (ack == Ack.NONE) {
            shard.post(others, new Letter(publication, null));
        } else {
            post(publication, others, (staged, rejected) -> settle(ack, here.and(staged, rejected)));
        }
    }

    /** A publication whose queue entries count only once it is settled. */
    private void acceptNumbered(Publication publication, Route route, Ack ack) {
        long rejectedBefore = rejectedCount();
        Lane.Entry entry = shard.lane().add();
        Publication numbered = publication.numbered(entry.number());
        shard.router().deliver(numbered, route);
        Outcome here = new Outcome(true, rejectedCount() != rejectedBefore);
        if (route.otherShards() == 0) {
            entry.complete(() -> settle(ack, here));
        } else {
            post(
                    numbered,
                    route.otherShards(),
                    (staged, rejected) -> entry.complete(() -> settle(ack, here.and(staged, rejected))));
        }
    }

    private void post(Publication publication, long others, Acceptance.Completion completion) {
        shard.post(others, new Letter(publication, shard.newAcceptance(Long.bitCount(others), completion)));
    }

    private void settle(Ack ack, Outcome outcome) {
        settle(ack, outcome.rejected ? ReasonCode.QUOTA_EXCEEDED : ReasonCode.SUCCESS, outcome.staged);
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

    private long rejectedCount() {
        return shard.counters().get(Counter.REJECTED_QUEUE_FULL);
    }

    /**
     * What a publication caused.
     *
     * @param staged something is in the store's hands
     * @param rejected a full queue did not take it, and its publisher is to know
     */
    private record Outcome(boolean staged, boolean rejected) {
        Outcome and(boolean stagedElsewhere, boolean rejectedElsewhere) {
            return new Outcome(staged || stagedElsewhere, rejected || rejectedElsewhere);
        }
    }
}
