package io.bellbird.broker.net;

import io.bellbird.broker.monitor.Figures;
import io.bellbird.broker.shard.Shard;
import io.bellbird.broker.shard.ShardClock;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the shards for their figures, each at most once at a time and not more often than five times a second, however
 * many want to know. Belongs to the thread of the admin listener; what a shard does for it is one task on its own.
 */
final class ShardPoll {
    private static final Logger log = LoggerFactory.getLogger(ShardPoll.class);

    /** Figures that are younger are not asked for again. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final List<Shard> shards;
    private final EventLoop own;
    private final ShardClock clock;
    private final @Nullable Figures[] last;
    private final long[] answeredNanos;
    /** Which shards were asked and have not answered, as a bit mask. */
    private long owing;

    private final List<Waiter> waiters = new ArrayList<>();

    /** Somebody who waits for the shards that owed an answer when he came. */
    private static final class Waiter {
        private long missing;
        private final LongConsumer completion;

        Waiter(long missing, LongConsumer completion) {
            this.missing = missing;
            this.completion = completion;
        }
    }

    /**
     * Nobody is asked yet.
     *
     * @param own the thread that this belongs to
     */
    ShardPoll(List<Shard> shards, EventLoop own, ShardClock clock) {
        this.shards = shards;
        this.own = own;
        this.clock = clock;
        this.last = new Figures[shards.size()];
        this.answeredNanos = new long[shards.size()];
    }

    /**
     * Asks all shards.
     *
     * @param timeoutMillis so long is waited for those that do not answer
     * @param completion called once, with those that have not answered as a bit mask
     */
    void ask(long timeoutMillis, LongConsumer completion) {
        long now = clock.nanos();
        for (int i = 0; i < shards.size(); i++) {
            boolean fresh = last[i] != null && now - answeredNanos[i] < FRESH_NANOS;
            if (!fresh && !isOwing(i)) {
                ask(i);
            }
        }
        if (owing == 0) {
            completion.accept(0);
            return;
        }
        Waiter waiter = new Waiter(owing, completion);
        waiters.add(waiter);
        own.schedule(() -> complete(waiter), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private boolean isOwing(int shard) {
        return (owing & 1L << shard) != 0;
    }

    private void ask(int index) {
        owing |= 1L << index;
        Shard shard = shards.get(index);
        shard.execute(() -> {
            Figures figures = shard.figures();
            try {
                own.execute(() -> onAnswer(index, figures));
            } catch (RejectedExecutionException stopped) {
                log.debug("the admin listener has ended", stopped);
            }
        });
    }

    private void onAnswer(int index, Figures figures) {
        owing &= ~(1L << index);
        last[index] = figures;
        answeredNanos[index] = clock.nanos();
        for (Waiter waiter : List.copyOf(waiters)) {
            waiter.missing &= ~(1L << index);
            if (waiter.missing == 0) {
                complete(waiter);
            }
        }
    }

    private void complete(Waiter waiter) {
        if (waiters.remove(waiter)) {
            waiter.completion.accept(waiter.missing);
        }
    }

    /** The figures of all shards together: of each the last that it gave, so that no count ever falls. */
    Figures total() {
        List<Figures> known = new ArrayList<>();
        for (Figures figures : last) {
            if (figures != null) {
                known.add(figures);
            }
        }
        return Figures.sum(known);
    }
}
