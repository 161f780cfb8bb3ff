package io.bellbird.store.rocksdb;

import static io.bellbird.store.rocksdb.StoreFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.Numbers;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoreBatch;
import io.bellbird.broker.store.StoredMessage;
import io.bellbird.store.rocksdb.FailingDatabase.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when the disk does not do what it should. */
class FailureTest {
    private static final Durability[] CLASSES = Durability.values();

    @TempDir
    Path temporary;

    private final FailingDatabase.Plan plan = new FailingDatabase.Plan();
    private StoreFixture fixture;

    @BeforeEach
    void open() throws StoreException {
        fixture = new StoreFixture(temporary.resolve("data"));
        fixture.around = database -> new FailingDatabase(database, plan);
        fixture.open();
        fixture.commit(batch -> batch.putSession(new SessionRecord(1, "client", 60, false)));
    }

    @AfterEach
    void close() {
        plan.heal();
        fixture.close();
    }

    /** Lets a call fail, and tells the test that it was made. */
    private static final class Gate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private volatile boolean open;

        Outcome pass() {
            reached.countDown();
            return open ? Outcome.DONE : Outcome.FAILED;
        }

        void awaitFailure() {
            try {
                reached.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void awaitNotAccepting(RocksStore store) {
        while (store.isAccepting()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_could_not_be_written_is_written_when_the_disk_can_again() throws StoreException {
        Gate gate = new Gate();
        plan.write = gate::pass;
        CompletableFuture<@Nullable Void> first =
                fixture.begin(Durability.PROCESS, batch -> batch.enqueue(message(1, 1, "a")));
        gate.awaitFailure();
        CompletableFuture<@Nullable Void> second =
                fixture.begin(Durability.DISK, batch -> batch.enqueue(message(1, 2, "b")));
        awaitNotAccepting(fixture.store());

        assertThat(fixture.store().figures().status()).isEqualTo("failed");
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        gate.open = true;
        StoreFixture.await(second);
        assertThat(first).isDone();
        assertThat(fixture.store().isAccepting()).isTrue();
        assertThat(fixture.payloads(1)).containsExactly("a", "b");
        fixture.reopen();
        assertThat(fixture.payloads(1)).containsExactly("a", "b");
    }

    @Test
    void a_group_that_was_written_though_an_error_came_is_not_written_again() throws StoreException {
        List<Outcome> outcomes = new ArrayList<>(List.of(Outcome.DONE_AND_FAILED));
        plan.write = () -> outcomes.isEmpty() ? Outcome.DONE : outcomes.remove(0);
        StoredMessage removed = message(1, 1, "a");
        fixture.commit(batch -> {
            batch.enqueue(removed);
            batch.enqueue(message(1, 2, "b"));
        });
        fixture.commit(batch -> batch.dequeue(removed));

        assertThat(plan.opened).hasValue(2);
        fixture.reopen();
        assertThat(fixture.payloads(1)).containsExactly("b");
        assertThat(fixture.found().counts()).containsEntry(1L, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FAILED", "DONE_AND_FAILED"})
    void after_a_sync_that_failed_only_other_files_count(Outcome failure) {
        List<Outcome> outcomes = new ArrayList<>(List.of(failure));
        plan.sync = () -> outcomes.isEmpty() ? Outcome.DONE : outcomes.remove(0);

        StoreFixture.await(fixture.begin(Durability.DISK, batch -> batch.enqueue(message(1, 1, "a"))));

        assertThat(plan.flushed).hasPositiveValue();
        assertThat(fixture.payloads(1)).containsExactly("a");
    }

    @Test
    void reading_waits_for_what_was_handed_in_before() {
        Gate gate = new Gate();
        plan.write = gate::pass;
        fixture.begin(Durability.MEMORY, batch -> batch.enqueue(message(1, 1, "a")));
        CompletableFuture<List<StoredMessage>> read = new CompletableFuture<>();
        fixture.store().read(1, 0, StoreFixture.NO_LIMIT, read::complete);
        gate.awaitFailure();

        assertThat(read).isNotDone();
        gate.open = true;
        assertThat(StoreFixture.await(read)).hasSize(1);
    }

    @Test
    void the_reserve_is_given_back_when_the_disk_is_full_and_taken_again_later() throws Exception {
        Path reserve = fixture.folder.resolve("reserve");
        awaitWhole(reserve);
        fixture.freeBytes.set(0);
        Gate gate = new Gate();
        plan.write = gate::pass;
        fixture.begin(Durability.MEMORY, batch -> batch.enqueue(message(1, 1, "a")));
        while (Files.exists(reserve)) {
            Thread.onSpinWait();
        }

        fixture.freeBytes.set(Long.MAX_VALUE);
        gate.open = true;
        awaitWhole(reserve);
        assertThat(fixture.payloads(1)).containsExactly("a");
    }

    private static void awaitWhole(Path reserve) throws IOException {
        while (!Files.exists(reserve) || Files.size(reserve) < ReserveFile.BYTES) {
            Thread.onSpinWait();
        }
    }

    @Test
    void nothing_new_is_accepted_while_there_is_too_little_space() throws StoreException {
        fixture.close();
        fixture.freeBytesMin = 1000;
        fixture.freeBytes.set(999);
        fixture.open();
        assertThat(fixture.store().isAccepting()).isFalse();
        assertThat(fixture.store().figures().status()).isEqualTo("low_space");
        fixture.commit(batch -> batch.enqueue(message(1, 1, "what is under way is still written")));

        fixture.freeBytes.set(1100);
        assertThat(fixture.store().isAccepting()).isFalse();
        fixture.freeBytes.set(1300);
        while (!fixture.store().isAccepting()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_store_that_cannot_write_ends_all_the_same() throws StoreException {
        fixture.close();
        fixture.closeMillis = 100;
        fixture.open();
        fixture.commit(batch -> batch.enqueue(message(1, 1, "kept")));
        plan.write = () -> Outcome.FAILED;
        CompletableFuture<@Nullable Void> lost =
                fixture.begin(Durability.PROCESS, batch -> batch.enqueue(message(1, 2, "lost")));
        awaitNotAccepting(fixture.store());

        fixture.close();

        assertThat(lost).isNotDone();
        plan.heal();
        fixture.open();
        assertThat(fixture.payloads(1)).containsExactly("kept");
    }

    @Test
    void it_is_opened_again_and_again_until_that_succeeds() {
        List<Outcome> outcomes = new ArrayList<>(List.of(Outcome.FAILED));
        plan.write = () -> outcomes.isEmpty() ? Outcome.DONE : outcomes.remove(0);
        CountDownLatch failures = new CountDownLatch(3);
        fixture.openFailure = () -> {
            failures.countDown();
            return failures.getCount() > 0;
        };

        fixture.commit(batch -> batch.enqueue(message(1, 1, "a")));

        assertThat(failures.getCount()).isZero();
        assertThat(fixture.payloads(1)).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_fails_nothing_is_lost_or_comes_twice(long seed) throws StoreException {
        Random random = new Random(seed);
        Random failing = new Random(seed);
        plan.write = () -> outcome(failing, 6);
        plan.sync = () -> outcome(failing, 4);
        TreeMap<Long, StoredMessage> expected = new TreeMap<>();
        List<CompletableFuture<@Nullable Void>> commits = new ArrayList<>();
        long sequence = Numbers.beforeSequences(1);
        for (int i = 0; i < 300; i++) {
            List<Consumer<StoreBatch>> changes = new ArrayList<>();
            for (int j = random.nextInt(4); j > 0; j--) {
                StoredMessage message = message(1, ++sequence, "x".repeat(random.nextInt(1000)));
                expected.put(sequence, message);
                changes.add(batch -> batch.enqueue(message));
            }
            if (random.nextInt(3) > 0 && !expected.isEmpty()) {
                StoredMessage message = expected.pollFirstEntry().getValue();
                changes.add(batch -> batch.dequeue(message));
            }
            Durability durability = CLASSES[random.nextInt(CLASSES.length)];
            commits.add(fixture.begin(durability, batch -> changes.forEach(change -> change.accept(batch))));
            if (random.nextInt(10) == 0) {
                StoreFixture.await(commits.get(commits.size() - 1));
            }
        }
        commits.forEach(StoreFixture::await);
        assertThat(fixture.read(1).stream().map(StoredMessage::sequence)).containsExactlyElementsOf(expected.keySet());
        plan.heal();
        fixture.reopen();
        assertThat(fixture.read(1).stream().map(StoredMessage::sequence)).containsExactlyElementsOf(expected.keySet());
        fixture.close();
        CheckReport report = StoreMaintenance.check(fixture.folder, line -> {});
        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).isEmpty();
    }

    private static Outcome outcome(Random random, int oneOf) {
        synchronized (random) {
            return random.nextInt(oneOf) > 0
                    ? Outcome.DONE
                    : random.nextBoolean() ? Outcome.FAILED : Outcome.DONE_AND_FAILED;
        }
    }
}
