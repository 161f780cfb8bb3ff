package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.session.Timer;
import io.bellbird.codec.Topic;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes retained messages that have expired: some at a time, and all of them in every {@code retain_expiry_interval}
 * when there is one.
 */
@ShardConfined
final class RetainedSweep {
    private static final int VISITS = 5_000;
    /** Without a {@code retain_expiry_interval}, one look follows the other after this time. */
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Shard shard;
    private final RetainedMessages retained;
    private final Consumer<Topic> removed;
    /** The next look, when it is not to come at once. */
    private @Nullable Timer next;

    /** @param removed told of each topic that has nothing any more */
    RetainedSweep(Shard shard, RetainedMessages retained, Consumer<Topic> removed) {
        this.shard = shard;
        this.retained = retained;
        this.removed = removed;
    }

    /** The interval may be another one: the look that waits comes now, and the next ones follow as they should. */
    void reconfigure() {
        if (next != null) {
            next.cancel();
            sweep();
        }
    }

    /** Looks at some now, and goes on later, for ever. */
    void sweep() {
        next = null;
        long intervalNanos = TimeUnit.SECONDS.toNanos(shard.config().retainExpiryIntervalSeconds());
        retained.removeExpired(shard.nowNanos(), VISITS, removed);
        if (intervalNanos == 0) {
            next = shard.schedule(INTERVAL_NANOS, this::sweep);
        } else if (retained.isSwept()) {
            next = shard.schedule(intervalNanos, this::sweep);
        } else {
            shard.execute(this::sweep);
        }
    }
}
