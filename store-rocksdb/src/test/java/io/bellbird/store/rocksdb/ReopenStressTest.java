package io.bellbird.store.rocksdb;

import static io.bellbird.store.rocksdb.StoreFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.store.rocksdb.FailingDatabase.Outcome;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one shard cannot show of {@link GroupWriter}, {@link OpenDatabase} and {@link Housekeeper}: the database is closed
 * and opened anew, again and again, while others write, sync, read, count and remove.
 */
@Timeout(60)
class ReopenStressTest {
    private static final int SHARDS = 2;
    private static final int BATCHES_EACH = 60;
    private static final int READS_EACH = 10;
    private static final int REMOVE_EVERY = 4;

    @TempDir
    Path temporary;

    private final FailingDatabase.Plan plan = new FailingDatabase.Plan();
    private StoreFixture fixture;

    @BeforeEach
    void open() throws StoreException {
        fixture = new StoreFixture(temporary.resolve("data"));
        fixture.around = database -> new FailingDatabase(database, plan);
        fixture.retryMillis = 1;
        fixture.open();
    }

    @AfterEach
    void close() {
        plan.heal();
        fixture.close();
    }

    private static Outcome failing(int oneOf) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(oneOf) > 0) {
            return Outcome.DONE;
        }
        return random.nextBoolean() ? Outcome.FAILED : Outcome.DONE_AND_FAILED;
    }

    private static long passing(int shard, int batch) {
        return 1_000L + (long) shard * BATCHES_EACH + batch;
    }

    /** Messages of a session that stays, and at times a session that goes with all that it has. */
    private void work(int shard) {
        for (int number = 1; number <= BATCHES_EACH; number++) {
            long passing = passing(shard, number);
            boolean removes = number % REMOVE_EVERY == 0;
            StoredMessage staying = message(shard + 1L, number, "x");
            CompletableFuture<@Nullable Void> done =
                    fixture.begin(number % 2 == 0 ? Durability.DISK : Durability.PROCESS, batch -> {
                        batch.enqueue(staying);
                        if (removes) {
                            batch.putSession(new SessionRecord(passing, "passing", 60, false));
                            batch.enqueue(message(passing, 1, "y"));
                        }
                    });
            for (int reads = 0; reads < READS_EACH; reads++) {
                assertThat(fixture.read(shard + 1L)).hasSize(number);
            }
            if (removes) {
                fixture.begin(Durability.MEMORY, batch -> batch.removeSession(passing));
            }
            StoreFixture.await(done);
        }
    }

    @Test
    void nobody_sees_a_database_that_is_closed_and_nothing_is_lost() throws Exception {
        // given
        fixture.commit(batch -> {
            for (int shard = 0; shard < SHARDS; shard++) {
                batch.putSession(new SessionRecord(shard + 1L, "client" + shard, 60, false));
            }
        });
        plan.write = () -> failing(10);
        plan.sync = () -> failing(10);
        // when
        Racers.race(() -> work(0), () -> work(1));
        // then
        plan.heal();
        assertThat(plan.opened).hasValueGreaterThan(BATCHES_EACH / 10);
        assertThat(plan.usedWhenClosed).hasValue(0);
        fixture.awaitHousekeeping();
        fixture.reopen();
        assertThat(fixture.found().sessions).containsOnlyKeys(1L, 2L);
        for (long queue = 1; queue <= SHARDS; queue++) {
            assertThat(fixture.read(queue))
                    .extracting(StoredMessage::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, BATCHES_EACH).boxed().toList());
        }
        fixture.close();
        assertThat(StoreMaintenance.check(fixture.folder, line -> {}).notes()).isEmpty();
    }

    @Test
    void queues_are_counted_whole_though_writing_fails_meanwhile() throws Exception {
        // given
        int messages = 10_000;
        fixture.commit(batch -> {
            batch.putSession(new SessionRecord(1, "client", 60, false));
            for (int i = 1; i <= messages; i++) {
                batch.enqueue(message(1, i, "x"));
            }
        });
        for (int start = 0; start < 5; start++) {
            // when
            fixture.reopen();
            int openedBefore = plan.opened.get();
            plan.write = () -> plan.opened.get() == openedBefore ? Outcome.FAILED : Outcome.DONE;
            StoredMessage passing = message(1, messages + 1L, "not counted");
            fixture.commit(batch -> batch.enqueue(passing));
            // then
            assertThat(fixture.found().counts()).containsEntry(1L, messages);
            assertThat(plan.opened).hasValue(openedBefore + 1);
            assertThat(plan.usedWhenClosed).hasValue(0);
            fixture.commit(batch -> batch.dequeue(passing));
        }
    }

    @Test
    void whoever_closes_the_store_does_not_wait_for_the_next_attempt_to_write() throws Exception {
        fixture.close();
        fixture.retryMillis = TimeUnit.HOURS.toMillis(1);
        fixture.closeMillis = 1;
        for (int start = 0; start < 10; start++) {
            fixture.open();
            plan.write = () -> Outcome.FAILED;
            fixture.begin(Durability.PROCESS, batch -> batch.enqueue(message(1, 1, "lost")));
            long delayNanos = ThreadLocalRandom.current().nextInt(1_000_000);
            for (long end = System.nanoTime() + delayNanos; System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }

            fixture.close();

            plan.heal();
            assertThat(plan.openNow).hasValue(0);
        }
    }
}
