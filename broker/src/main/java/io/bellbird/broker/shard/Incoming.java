package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.Route;
import io.bellbird.broker.watch.Traces;
import java.util.ArrayList;
import java.util.List;

/** What other shards send to one: letters, which go to its subscribers, and whose publishers are told when that is safe. */
@ShardConfined
final class Incoming {
    private static final int LETTERS_A_RUN_MAX = 1_024;

    private final Shard shard;
    private final Mailbox<Letter> mailbox;
    private final Outgoing outgoing;
    /** Of letters of this turn, whose senders wait until the batch is handed in. */
    private final List<Acceptance> acceptances = new ArrayList<>();

    /**
     * The way in of a shard.
     *
     * @param mailbox of the shard
     * @param outgoing of the shard, by which publishers are told
     */
    Incoming(Shard shard, Mailbox<Letter> mailbox, Outgoing outgoing) {
        this.shard = shard;
        this.mailbox = mailbox;
        this.outgoing = outgoing;
    }

    /**
     * Takes what is in the mailbox; letters stay there while their receivers have no room for them in memory.
     *
     * @return whether letters may be left, so that the shard should come again
     */
    boolean receive() {
        return mailbox.receive(shard::runIsolated, this::onLetter, LETTERS_A_RUN_MAX, shard::holdsLetters);
    }

    private void onLetter(Letter letter) {
        long stagedBefore = shard.stagedCount();
        long rejectedBefore = rejectedCount();
        shard.memory().remove(letter.publication().memoryBytes());
        boolean failed = !shard.runIsolated(() -> deliver(letter.publication()));
        Acceptance acceptance = letter.acceptance();
        if (acceptance != null) {
            if (shard.stagedCount() != stagedBefore) {
                acceptance.staged();
            }
            if (failed || rejectedCount() != rejectedBefore) {
                acceptance.rejected();
            }
            acceptances.add(acceptance);
        }
    }

    private void deliver(Publication publication) {
        Route route = shard.router().routeHere(publication.topic());
        Traces traces = shard.traces();
        if (traces != null) {
            traces.routed(shard.nowNanos(), shard.index(), publication, route);
        }
        shard.router().deliver(publication, route);
    }

    private long rejectedCount() {
        return shard.counters().get(Counter.REJECTED_QUEUE_FULL);
    }

    /** All that the letters of this turn added to the batch is handed in. */
    void endTurn() {
        for (Acceptance acceptance : acceptances) {
            if (acceptance.handedIn()) {
                outgoing.tell(acceptance.publisher(), acceptance);
            }
        }
        acceptances.clear();
    }
}
