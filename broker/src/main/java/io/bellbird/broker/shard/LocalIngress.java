package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
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
        long before = shard.stagedCount();
        if (publication.retain()) {
            retain(publication);
        }
        Route route = shard.router().deliver(publication);
        long others = route.otherShards();
        boolean staged = shard.stagedCount() != before;
        if (others == 0) {
            settle(ack, route.isEmpty() ? ReasonCode.NO_MATCHING_SUBSCRIBERS : ReasonCode.SUCCESS, staged);
        } else if (ack == Ack.NONE) {
            shard.post(others, new Letter(publication, null));
        } else {
            Acceptance acceptance = shard.newAcceptance(
                    Long.bitCount(others), elsewhere -> settle(ack, ReasonCode.SUCCESS, staged || elsewhere));
            shard.post(others, new Letter(publication, acceptance));
        }
    }

    /** An empty payload removes what was retained [MQTT-3.3.1-6], and is itself never kept [MQTT-3.3.1-7]. */
    private void retain(Publication publication) {
        if (publication.payload().isEmpty()) {
            shard.retained().remove(publication.topic());
            shard.batch().removeRetained(publication.topic());
        } else {
            shard.retained().put(publication);
            shard.batch().putRetained(publication);
        }
    }

    /** Everybody has it: its own record comes last, and the acknowledgement once nothing can be lost. */
    private void settle(Ack ack, ReasonCode reason, boolean staged) {
        long before = shard.stagedCount();
        ack.stage(shard.batch());
        if (staged || shard.stagedCount() != before) {
            shard.afterCommit(() -> ack.accepted(reason));
        } else {
            ack.accepted(reason);
        }
    }
}
