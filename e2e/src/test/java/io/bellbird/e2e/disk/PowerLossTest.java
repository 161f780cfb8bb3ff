package io.bellbird.e2e.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.e2e.BrokerProcess;
import io.bellbird.e2e.BrokerSetup;
import io.bellbird.e2e.crash.CrashRounds;
import io.bellbird.e2e.crash.OfflineLoad;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is acknowledged with {@code durability disk} survives a power loss. The disk is that of {@link RecordedDisk}; with
 * a real file system: {@code e2e/power-loss-ext4}.
 */
@Timeout(240)
final class PowerLossTest {
    private static final int ROUNDS = 4;
    private static final int POINTS = 4;
    private static final int ACKNOWLEDGED_MIN = 1_500;

    private final long seed = System.nanoTime() % 1_000_000;
    private final Random random = new Random(seed);

    @Test
    void power_losses_under_load_lose_nothing_that_was_acknowledged() {
        // given
        Path folder = CrashRounds.newFolder();
        Shim shim = Shim.before(folder.resolve("data"));
        BrokerSetup setup = onDisk(shim).environment(shim.recording());
        // then
        try (CrashRounds rounds = rounds(folder, setup, shim, this::anySurvival)) {
            for (int round = 0; round < ROUNDS; round++) {
                System.out.println("power loss, seed " + seed + ", " + rounds.next());
            }
        }
    }

    /** The proof of the proof. */
    @Test
    void losses_are_found_when_the_syncs_leave_no_trace(@TempDir Path folder) {
        // given
        Shim shim = Shim.before(folder.resolve("data"));
        BrokerSetup setup = onDisk(shim).environment(shim.recordingWithoutSyncs());
        // then
        try (CrashRounds rounds = rounds(folder, setup, shim, () -> Survival.NOTHING)) {
            assertThatThrownBy(rounds::next)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("the session, which CONNACK had confirmed, is gone");
        }
    }

    @Test
    void at_any_point_of_the_record_everything_acknowledged_before_is_there(@TempDir Path folder) {
        // given
        Shim shim = Shim.before(folder.resolve("data"));
        BrokerSetup setup = onDisk(shim);
        try (OfflineLoad load = new OfflineLoad(seed, folder.resolve("ledger.txt"))) {
            load.run(BrokerProcess.start(setup.environment(shim.recording())), ACKNOWLEDGED_MIN);
            List<DiskEvent> events = DiskEvents.read(shim.record());
            int first = firstAfter(load.enrolledNanos(), events);
            for (int point = 0; point < POINTS; point++) {
                // when
                int end = first + random.nextInt(events.size() - first);
                Path left = folder.resolve("left-" + point);
                RecordedDisk.play(shim.folder(), folder.resolve("nothing"), events.subList(0, end + 1))
                        .restore(left, anySurvival(), random);
                // then
                try (BrokerProcess broker = BrokerProcess.start(setup.data(left))) {
                    long moment = events.get(end).nanos();
                    assertThat(load.violations(broker, folder.resolve("found-" + point + ".txt"), moment))
                            .as("seed %s, event %s of %s", seed, end, events.size())
                            .isEmpty();
                }
            }
        }
    }

    private CrashRounds rounds(Path folder, BrokerSetup setup, Shim shim, Supplier<Survival> survival) {
        return new CrashRounds(seed, folder, setup, new PowerLoss(shim, survival, random), ACKNOWLEDGED_MIN);
    }

    private Survival anySurvival() {
        return List.of(Survival.values()).get(random.nextInt(Survival.values().length));
    }

    private static BrokerSetup onDisk(Shim shim) {
        return BrokerSetup.keeping(shim.folder()).durability("disk");
    }

    private static int firstAfter(long nanos, List<DiskEvent> events) {
        int index = 0;
        while (events.get(index).nanos() < nanos) {
            index++;
        }
        return index;
    }
}
