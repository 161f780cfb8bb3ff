package io.bellbird.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.broker.config.QueueFullPolicy;
import io.bellbird.broker.monitor.Counter;
import io.bellbird.broker.monitor.Gauge;
import io.bellbird.broker.monitor.Host;
import io.bellbird.broker.routing.Interest;
import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.routing.RetainedMessages;
import io.bellbird.broker.routing.TopicFilter;
import io.bellbird.broker.security.Authenticator;
import io.bellbird.broker.security.Authorizer;
import io.bellbird.broker.store.MemoryStore;
import io.bellbird.broker.store.RecoveredSession;
import io.bellbird.broker.store.RecoveredSession.Subscribed;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.codec.Connect;
import io.bellbird.codec.Qos;
import io.bellbird.codec.SubscriptionOptions;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one thread cannot show of {@link ShardRecovery}: shards that run while a start gives them what was kept. */
@Timeout(60)
class ShardRecoveryStressTest {
    private static final int SHARDS = 3;
    private static final int SESSIONS = 50_000;
    private static final int SHARES_EVERY = 50;
    private static final int MESSAGES_EACH = 3;
    private static final long LOST_SECONDS = 20;

    private final Shared shared = new Shared(
            BrokerConfig.ephemeral().toBuilder()
                    .shards(SHARDS)
                    .maxQueuedMessages(1)
                    .queueFullPolicy(QueueFullPolicy.DROP_OLDEST)
                    .build(),
            () -> 0,
            new MemoryStore(),
            Authenticator.EVERYBODY,
            Authorizer.EVERYTHING,
            new Interest(1),
            new RetainedMessages(),
            Homes.hashed(SHARDS, 1),
            new Host("1.2.3", () -> 0));
    private final List<Loop> loops = Stream.generate(Loop::new).limit(SHARDS).toList();
    private final List<Shard> shards = Shard.create(shared, loops);
    private final ShardRecovery recovery = new ShardRecovery(shared, shards);
    private final Semaphore recovered = new Semaphore(0);
    private final AtomicInteger counted = new AtomicInteger();

    /** A shard's thread, which waits when there is nothing to do, and notices when another does its work. */
    private static final class Loop implements ShardLoop {
        private final Semaphore wakeUps = new Semaphore(0);
        private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
        private final AtomicInteger touchedByOthers = new AtomicInteger();

        @Override
        public void wake() {
            wakeUps.release();
        }

        @Override
        public void endTurnSoon() {
            if (Thread.currentThread() != thread.get()) {
                touchedByOthers.incrementAndGet();
            }
        }

        @Override
        public void runAt(long deadlineNanos) {
            // time stands still
        }
    }

    private void serve(int index) throws InterruptedException {
        loops.get(index).thread.set(Thread.currentThread());
        Shard shard = shards.get(index);
        while (counted.get() < SHARDS) {
            await(loops.get(index).wakeUps, "wake-up of shard " + index);
            shard.run();
            shard.endTurn();
        }
    }

    private static void await(Semaphore event, String what) throws InterruptedException {
        assertThat(event.tryAcquire(LOST_SECONDS, TimeUnit.SECONDS)).as(what).isTrue();
    }

    /** One that its shard cannot take in, nor count, without an end of its turn: it shares, and has too many messages. */
    private static RecoveredSession session(long number) {
        SessionRecord record = new SessionRecord(number, "client" + number, Connect.Properties.NEVER_EXPIRES, false);
        String filter = number % SHARES_EVERY == 0 ? "$share/group/t" : "t/" + number;
        Subscribed subscribed = new Subscribed(TopicFilter.parse(filter), SubscriptionOptions.of(Qos.AT_LEAST_ONCE), 0);
        return new RecoveredSession(record, 0, List.of(subscribed), List.of(), List.of());
    }

    /** As who starts the broker. */
    private void start() {
        for (int number = 1; number <= SESSIONS; number++) {
            recovery.session(session(number));
        }
        recovery.complete();
        recovered.release();
    }

    /** As the store's thread, later. */
    private void count() throws InterruptedException {
        await(recovered, "the end of the start");
        for (int number = 1; number <= SESSIONS; number++) {
            recovery.queue(number, MESSAGES_EACH, MESSAGES_EACH);
        }
        recovery.counted();
        for (Shard shard : shards) {
            shard.execute(() -> {
                counted.incrementAndGet();
                loops.forEach(Loop::wake);
            });
        }
    }

    @Test
    void each_shard_gets_all_that_is_its_own() throws Exception {
        Racers.race(() -> serve(0), () -> serve(1), () -> serve(2), this::start, this::count);

        assertThat(sum(Gauge.SESSIONS)).isEqualTo(SESSIONS);
        assertThat(sum(Gauge.QUEUED_MESSAGES)).isEqualTo(SESSIONS * MESSAGES_EACH);
        assertThat(loops).allMatch(loop -> loop.touchedByOthers.get() == 0);
        assertThat(shards).allMatch(shard -> shard.counters().get(Counter.BUGS) == 0);
    }

    private long sum(Gauge gauge) {
        return shards.stream()
                .peek(Shard::figures)
                .mapToLong(shard -> shard.gauges().get(gauge))
                .sum();
    }
}
