package io.bellbird.broker.shard;

import io.bellbird.broker.ShardConfined;
import io.bellbird.broker.routing.Publication;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.session.Timer;
import io.bellbird.codec.Topic;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one shard changes of the retained messages, and tells the store: what is published takes the place of what was
 * there, and what has expired is removed, some at a time, and all of it in every {@code retain_expiry_interval} when there
 * is one.
 */
@ShardConfined
final class RetainedChanges {
    private static final int VISITS = 5_000;
    /** Without a {@code retain_expiry_interval}, one look follows the other after this time. */
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Shard shard;
    private final RetainedMessages retained;
    /** The next look, when it is not to come at once. */
    private @Nullable Timer next;

    /** @param retained the messages of all shards */
    RetainedChanges(Shard shard, RetainedMessages retained) {
        this.shard = shard;
        this.retained = retained;
    }

    /**
     * Takes a publication with the RETAIN flag in place of what its topic had; an empty payload removes that
     * [MQTT-3.3.1-6], and is itself never kept [MQTT-3.3.1-7].
     */
    void take(Publication publication) {
        if (publication.payload().isEmpty()) {
            retained.remove(publication.topic());
        } else {
            retained.put(publication);
        }
        changed(publication.topic());
    }

    private void changed(Topic topic) {
        if (shard.config().retainedPersistence()) {
            shard.batch().retainedChanged(topic);
        }
    }

    /** The store kept a message that is not wanted any more. */
    void forget(Topic topic) {
        shard.batch().retainedChanged(topic);
    }

    /** The interval may be another one: the look that waits comes now, and the next ones follow as they should. */
    void reconfigure() {
        if (next != null) {
            next.cancel();
            sweep();
        }
    }

    /** Looks now for some that have expired, and goes on later, for ever. One shard does that for all. */
    void sweep() {
        next = null;
        long intervalNanos = TimeUnit.SECONDS.toNanos(shard.config().retainExpiryIntervalSeconds());
        retained.removeExpired(shard.nowNanos(), VISITS, this::changed);
        if (intervalNanos == 0) {
            next = shard.schedule(INTERVAL_NANOS, this::sweep);
        } else if (retained.isSwept()) {
            next = shard.schedule(intervalNanos, this::sweep);
        } else {
            shard.execute(this::sweep);
        }
    }
}
