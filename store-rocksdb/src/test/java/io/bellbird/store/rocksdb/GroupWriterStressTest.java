package io.bellbird.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.routing.Racers;
import io.bellbird.store.rocksdb.FailingDatabase.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one thread cannot show of {@link GroupWriter}; the rest is in {@link ReopenStressTest}. */
@Timeout(60)
class GroupWriterStressTest {
    private static final int ROUNDS = 5_000;
    /** So many different moments, around the one at which the writer begins to wait. */
    private static final int MOMENTS = 500;

    @TempDir
    Path folder;

    private final AtomicInteger failed = new AtomicInteger();
    private final FailingDatabase.Plan plan = new FailingDatabase.Plan();

    /** Waits for an hour between two attempts. */
    private GroupWriter writer(Database real) {
        OpenDatabase database = new OpenDatabase(new FailingDatabase(real, plan));
        return new GroupWriter(
                database,
                mayCreate -> {
                    throw FailingDatabase.noSpace();
                },
                new Syncer(database, () -> {}),
                new StoreHealth(),
                new ReserveFile(folder.resolve("reserve")),
                folder,
                TimeUnit.HOURS.toMillis(1));
    }

    private void giveUpAt(GroupWriter writer, int round) throws InterruptedException {
        while (failed.get() <= round) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the writer has failed");
            }
            Thread.onSpinWait();
        }
        for (int moment = round % MOMENTS; moment > 0; moment--) {
            Thread.onSpinWait();
        }
        writer.giveUp();
    }

    @Test
    void a_writer_that_is_given_up_ends_whenever_that_is() throws Exception {
        plan.write = () -> {
            failed.incrementAndGet();
            return Outcome.FAILED;
        };
        try (Database real = RocksStore.Surroundings.of(new StoreFixture(folder).config())
                .opener()
                .open(true)) {
            GroupWriter[] writers =
                    IntStream.range(0, ROUNDS).mapToObj(round -> writer(real)).toArray(GroupWriter[]::new);

            Racers.race(
                    () -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            Group group = new Group(round + 1L, new byte[1], List.of(), List.of());
                            assertThat(writers[round].write(group)).isFalse();
                        }
                    },
                    () -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            giveUpAt(writers[round], round);
                        }
                    });
        }
    }
}
