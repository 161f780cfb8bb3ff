package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.store.Durability;
import java.util.ArrayDeque;

/**
 * What waits on one shard for publications to be settled. Nothing overtakes: what a session sends after a message that
 * waits, waits too.
 */
@ShardConfined
final class Unsettled {
    private final Shard shard;
    private final Settlements settlements;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    /** Counts the times that this asked to be told; only the last answer is wanted. */
    private int asked;

    private boolean isAsking;

    private record Waiting(long publication, Durability durability, Runnable action) {}

    Unsettled(Shard shard, Settlements settlements) {
        this.shard = shard;
        this.settlements = settlements;
    }

    /**
     * Runs an action after the commit of what is added until the publication is settled.
     *
     * @param publication its number, or 0
     */
    void add(long publication, Durability durability, Runnable action) {
        waiting.add(new Waiting(publication, durability, action));
        proceed();
    }

    private void proceed() {
        while (!waiting.isEmpty() && isSettled(waiting.peek().publication)) {
            Waiting first = waiting.remove();
            shard.afterCommit(first.durability, first.action);
        }
        if (!waiting.isEmpty() && !isAsking) {
            ask(waiting.peek().publication);
        }
    }

    private boolean isSettled(long publication) {
        return publication == 0 || settlements.isSettled(publication);
    }

    private void ask(long publication) {
        int question = ++asked;
        isAsking = true;
        settlements.whenAdvanced(publication, () -> shard.execute(() -> onAdvanced(question)));
        if (settlements.isSettled(publication)) {
            shard.execute(() -> onAdvanced(question));
        }
    }

    private void onAdvanced(int question) {
        if (question == asked) {
            isAsking = false;
            asked++;
            proceed();
        }
    }
}
