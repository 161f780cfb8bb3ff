package io.bellbird.broker.shard;

import io.bellbird.broker.AnyThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What other threads send to a shard, in two lanes: letters, which are many and may be refused when the lane is full,
 * and urgent actions, which are few and always taken. Letters of one sender keep their order.
 *
 * <p>Concurrent: any thread sends, the shard's thread receives. The lane of letters is a ring: a sender claims a
 * position by raising {@code tail}, while it is less than a ring ahead of {@code head}, and then fills its slot; the
 * receiver empties slots in order, up to the first that is not filled yet, and then raises {@code head}. A slot is
 * claimed again only after {@code head} has passed it, when it is empty.
 *
 * <p>A wake-up is not lost: the receiver lowers {@code awake} before it looks at the lanes, a sender raises it after it
 * has put something in. Either the receiver sees what was put in, or the sender finds {@code awake} lowered and wakes.
 */
final class Mailbox<T> {
    private final AtomicReferenceArray<@Nullable T> ring;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();
    private final Queue<List<Runnable>> urgent = new ConcurrentLinkedQueue<>();
    /** Marks how far the urgent lane is emptied in one go; known by its identity. */
    private final List<Runnable> end = new ArrayList<>(0);

    private final AtomicBoolean awake = new AtomicBoolean();
    private final Queue<Runnable> refusedSenders = new ConcurrentLinkedQueue<>();
    private final Runnable wakeUp;

    /**
     * @param lettersMax a power of two
     * @param wakeUp makes the receiver call {@link #receive} soon; any thread calls it
     */
    Mailbox(int lettersMax, Runnable wakeUp) {
        if (Integer.bitCount(lettersMax) != 1) {
            throw new IllegalArgumentException("lettersMax " + lettersMax);
        }
        this.ring = new AtomicReferenceArray<>(lettersMax);
        this.mask = lettersMax - 1;
        this.wakeUp = wakeUp;
    }

    /**
     * Puts a letter in; {@link #wake} follows when all are in.
     *
     * @return false when the lane is full
     */
    @AnyThread
    boolean post(T letter) {
        long position = tail.get();
        while (true) {
            if (position - head.get() > mask) {
                return false;
            }
            if (tail.compareAndSet(position, position + 1)) {
                break;
            }
            position = tail.get();
        }
        ring.set((int) position & mask, letter);
        return true;
    }

    /**
     * A sender whose letter was refused asks to be told when there is room. It must try once more after this call, since
     * the lane may have been emptied before it.
     *
     * @param action run once by the receiver
     */
    @AnyThread
    void whenRoom(Runnable action) {
        refusedSenders.add(action);
    }

    /** Puts an action in, and wakes the receiver. Never refuses. */
    @AnyThread
    void postUrgent(Runnable action) {
        postUrgent(List.of(action));
    }

    /** Puts actions in, which nobody changes any more, and wakes the receiver. Never refuses. */
    @AnyThread
    void postUrgent(List<Runnable> actions) {
        urgent.add(actions);
        wake();
    }

    /** Makes sure that the receiver looks. */
    @AnyThread
    void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            wakeUp.run();
        }
    }

    /**
     * Takes out what is in: every urgent action but those that these cause, and letters up to a number.
     *
     * @return whether letters may be left, so that the receiver should come again
     */
    boolean receive(Consumer<Runnable> actions, Consumer<T> letters, int lettersMax) {
        return receive(actions, letters, lettersMax, () -> false);
    }

    /**
     * The same for a receiver that may have no room.
     *
     * @param pause asked before each letter: those that are left then stay until the receiver comes again by itself
     */
    boolean receive(Consumer<Runnable> actions, Consumer<T> letters, int lettersMax, BooleanSupplier pause) {
        awake.set(false);
        receiveUrgent(actions);
        long position = head.get();
        long end = position + lettersMax;
        while (position < end) {
            int slot = (int) position & mask;
            T letter = ring.get(slot);
            if (letter == null || pause.getAsBoolean()) {
                break;
            }
            ring.set(slot, null);
            head.set(++position);
            letters.accept(letter);
        }
        for (Runnable action = refusedSenders.poll(); action != null; action = refusedSenders.poll()) {
            actions.accept(action);
        }
        return position == end;
    }

    /** What an action puts in comes the next time, so that one that goes on and on lets everything else have its turn. */
    private void receiveUrgent(Consumer<Runnable> actions) {
        if (urgent.isEmpty()) {
            return;
        }
        urgent.add(end);
        for (List<Runnable> some = urgent.remove(); some != end; some = urgent.remove()) {
            some.forEach(actions);
        }
    }
}
