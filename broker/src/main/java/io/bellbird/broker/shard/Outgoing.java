package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What one shard sends to the others, and what it tells them, itself included, when its turn has ended. A letter that a
 * full mailbox refuses waits here, and those after it behind it, so that order is kept; who publishes is held until all
 * have left.
 */
@ShardConfined
final class Outgoing {
    private final int shard;
    private final List<Mailbox<Letter>> mailboxes;
    private final List<ArrayDeque<Letter>> refused = new ArrayList<>();
    /** Mailboxes with refused letters. */
    private long full;
    /** Mailboxes that got letters in this turn. */
    private long touched;
    /** What each shard is told when the turn ends. */
    private final List<List<Runnable>> told = new ArrayList<>();

    private long turn;

    private List<Runnable> heldPublishers = new ArrayList<>();

    /**
     * The way out of a shard.
     *
     * @param shard its own index
     * @param mailboxes of all shards, by index
     */
    Outgoing(int shard, List<Mailbox<Letter>> mailboxes) {
        this.shard = shard;
        this.mailboxes = mailboxes;
        mailboxes.forEach(mailbox -> {
            refused.add(new ArrayDeque<>(0));
            told.add(new ArrayList<>());
        });
    }

    /** @param shards those that get the letter, as a bit mask */
    void post(long shards, Letter letter) {
        touched |= shards;
        for (long rest = shards; rest != 0; rest &= rest - 1) {
            int target = Long.numberOfTrailingZeros(rest);
            ArrayDeque<Letter> before = refused.get(target);
            if (!before.isEmpty() || !mailboxes.get(target).post(letter)) {
                before.add(letter);
                if ((full & (1L << target)) == 0) {
                    full |= 1L << target;
                    retry(target);
                }
            }
        }
    }

    /** Runs an action on a shard, after this turn; those for one shard in order. */
    void tell(int target, Runnable action) {
        told.get(target).add(action);
    }

    /** The number of this turn: until it changes, nothing that was {@linkplain #tell told} has left. */
    long turn() {
        return turn;
    }

    /** Tells each shard what it is to be told, and wakes each that got letters, once. */
    void endTurn() {
        turn++;
        for (int target = 0; target < told.size(); target++) {
            List<Runnable> actions = told.get(target);
            if (!actions.isEmpty()) {
                told.set(target, new ArrayList<>(actions.size()));
                mailboxes.get(target).postUrgent(actions);
            }
        }
        for (long rest = touched; rest != 0; rest &= rest - 1) {
            mailboxes.get(Long.numberOfTrailingZeros(rest)).wake();
        }
        touched = 0;
    }

    boolean isFull() {
        return full != 0;
    }

    /** Runs an action when all letters have left. */
    void whenNotFull(Runnable action) {
        heldPublishers.add(action);
    }

    /** The mailbox of a shard has room again. */
    void retry(int target) {
        Mailbox<Letter> mailbox = mailboxes.get(target);
        ArrayDeque<Letter> letters = refused.get(target);
        touched |= 1L << target;
        if (!postAll(mailbox, letters)) {
            mailbox.whenRoom(() -> mailboxes.get(shard).postUrgent(() -> retry(target)));
            if (!postAll(mailbox, letters)) {
                return;
            }
        }
        full &= ~(1L << target);
        if (full == 0) {
            List<Runnable> released = heldPublishers;
            heldPublishers = new ArrayList<>();
            released.forEach(Runnable::run);
        }
    }

    private static boolean postAll(Mailbox<Letter> mailbox, ArrayDeque<Letter> letters) {
        while (!letters.isEmpty() && mailbox.post(letters.peek())) {
            letters.remove();
        }
        return letters.isEmpty();
    }
}
