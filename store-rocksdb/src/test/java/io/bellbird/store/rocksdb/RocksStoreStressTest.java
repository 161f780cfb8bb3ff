package io.bellbird.store.rocksdb;

import static io.bellbird.store.rocksdb.StoreFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoreFigures;
import io.bellbird.broker.store.StoredMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one shard cannot show of the store and its threads: shards that commit with every durability, read, ask for
 * figures and remove sessions, and one who closes it meanwhile.
 */
@Timeout(120)
class RocksStoreStressTest {
    private static final int SHARDS = 2;
    private static final int BATCHES_EACH = 10_000;
    private static final int DISK_EVERY = 500;
    private static final int READ_EVERY = 200;
    private static final int REMOVE_EVERY = 1_000;

    @TempDir
    Path temporary;

    private StoreFixture fixture;
    /** The batches of each shard that were committed with a promise, in the order in which it was told. */
    private final List<Queue<Integer>> told = List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());

    private final AtomicInteger running = new AtomicInteger(SHARDS);

    @BeforeEach
    void prepare() {
        fixture = new StoreFixture(temporary.resolve("data"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private List<Integer> told(int shard) {
        return List.copyOf(told.get(shard));
    }

    private static long queue(int shard) {
        return shard + 1L;
    }

    private static long passing(int shard, int batch) {
        return 1_000L + (long) shard * BATCHES_EACH + batch;
    }

    private static Durability durability(int batch) {
        if (batch % DISK_EVERY == 0) {
            return Durability.DISK;
        }
        return batch % 2 == 0 ? Durability.PROCESS : Durability.MEMORY;
    }

    /** One message in each batch; every second batch removes the message before, so that half of them stay. */
    private void commit(RocksStore store, int shard, int number, StoredMessage before, StoredMessage message) {
        StoreBatch batch = store.newBatch();
        batch.enqueue(message);
        if (number % 2 == 1) {
            batch.dequeue(before);
        }
        if (number % REMOVE_EVERY == 0) {
            batch.putSession(new SessionRecord(passing(shard, number), "passing", 60, false));
            batch.removeSession(passing(shard, number - REMOVE_EVERY));
        }
        Durability durability = durability(number);
        store.commit(batch, durability, () -> {
            if (durability == Durability.PROCESS) {
                told.get(shard).add(number);
            }
        });
    }

    private void work(RocksStore store, int shard) {
        StoredMessage before = message(queue(shard), 1, "first");
        for (int number = 0; number < BATCHES_EACH; number++) {
            StoredMessage message = message(queue(shard), number + 2L, "x");
            commit(store, shard, number, before, message);
            before = message;
            if (number % READ_EVERY == 0) {
                assertThat(StoreFixture.read(store, queue(shard), 0, StoreFixture.NO_LIMIT))
                        .extracting(StoredMessage::sequence)
                        .isSorted()
                        .endsWith(number + 2L);
            }
        }
        running.decrementAndGet();
    }

    private void watch(RocksStore store) throws InterruptedException {
        while (running.get() > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException("another thread has failed");
            }
            StoreFigures figures = store.figures();
            assertThat(store.heldBytes()).isNotNegative();
            assertThat(figures.commits()).isNotNegative();
            assertThat(store.isAccepting()).isTrue();
        }
    }

    /** What is to be found: of each pair of batches the message of the second. */
    private static List<Long> kept() {
        List<Long> sequences = new ArrayList<>();
        for (long number = 1; number < BATCHES_EACH; number += 2) {
            sequences.add(number + 2);
        }
        return sequences;
    }

    @Test
    void shards_at_the_same_time_are_told_in_order_and_lose_nothing() throws Exception {
        RocksStore store = fixture.open();
        fixture.commit(batch -> {
            for (int shard = 0; shard < SHARDS; shard++) {
                batch.putSession(new SessionRecord(queue(shard), "client" + shard, 60, false));
            }
        });

        Racers.race(() -> work(store, 0), () -> work(store, 1), () -> watch(store));
        fixture.commit(batch -> {});

        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(told(shard))
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .hasSize(BATCHES_EACH / 2 - BATCHES_EACH / DISK_EVERY);
        }
        fixture.reopen();
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(fixture.read(queue(shard)))
                    .extracting(StoredMessage::sequence)
                    .containsExactlyElementsOf(kept());
        }
    }

    @Test
    void what_a_shard_was_told_before_the_store_was_closed_is_there_when_it_is_opened_again() throws Exception {
        RocksStore store = fixture.open();
        CountDownLatch someOfFirst = new CountDownLatch(BATCHES_EACH / 8);
        CountDownLatch someOfSecond = new CountDownLatch(BATCHES_EACH / 8);
        Racers.race(() -> handIn(store, 0, someOfFirst), () -> handIn(store, 1, someOfSecond), () -> {
            assertThat(someOfFirst.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(someOfSecond.await(20, TimeUnit.SECONDS)).isTrue();
            fixture.close();
        });

        fixture.open();
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(told(shard)).isSorted().isNotEmpty();
            assertThat(fixture.read(queue(shard)))
                    .extracting(StoredMessage::sequence)
                    .containsAll(told(shard).stream().map(number -> number + 1L).toList());
        }
    }

    /** Hands batches in; from some point on the store is closed, and says nothing any more. */
    private void handIn(RocksStore store, int shard, CountDownLatch some) {
        for (int number = 0; number < BATCHES_EACH; number++) {
            int current = number;
            StoreBatch batch = store.newBatch();
            if (number == 0) {
                batch.putSession(new SessionRecord(queue(shard), "client" + shard, 60, false));
            }
            batch.enqueue(message(queue(shard), number + 1L, "x"));
            store.commit(batch, Durability.PROCESS, () -> {
                told.get(shard).add(current);
                some.countDown();
            });
        }
    }

    @Test
    void several_stores_are_opened_at_the_same_time() throws Exception {
        Racers.Task[] tasks = new Racers.Task[4];
        for (int i = 0; i < tasks.length; i++) {
            Path folder = temporary.resolve("data" + i);
            tasks[i] = () -> {
                try (StoreFixture own = new StoreFixture(folder)) {
                    own.open();
                    own.commit(batch -> batch.enqueue(message(1, 1, "x")));
                    assertThat(own.payloads(1)).containsExactly("x");
                }
            };
        }
        Racers.race(tasks);
    }

    @Test
    void every_batch_of_shards_at_the_same_time_is_answered_once() throws Exception {
        int batchesEach = 200_000;
        RocksStore store = fixture.open();
        AtomicInteger answers = new AtomicInteger();
        Racers.Task handsIn = () -> {
            for (int i = 0; i < batchesEach; i++) {
                store.commit(store.newBatch(), Durability.PROCESS, answers::incrementAndGet);
            }
        };

        Racers.race(handsIn, handsIn);
        fixture.commit(batch -> {});

        assertThat(answers.get()).isEqualTo(2 * batchesEach);
        fixture.close(); // a batch is answered first and counts as gone then
        assertThat(store.heldBytes()).isZero();
    }
}
