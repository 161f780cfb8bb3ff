package io.bellbird.broker.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.AllocatedBytes;
import io.bellbird.codec.ReasonCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
    private static final long SLOW_NANOS = 110_000_000;

    @TempDir
    Path folder;

    private List<RecordedEvent> recorded(Runnable happening) throws IOException {
        try (Recording recording = new Recording()) {
            recording.start();
            happening.run();
            recording.stop();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith("bellbird."))
                    .toList();
        }
    }

    @Test
    void what_is_rare_is_recorded() throws IOException {
        List<RecordedEvent> events = recorded(() -> {
            ConnectionRefused.note("c", "127.0.0.1:7", ReasonCode.NOT_AUTHORIZED);
            ClientStalled.note("127.0.0.1:8", 12);
            AddressBanned.note("192.0.2.1", 30);
            ConfigurationReloaded.note(true);
        });

        assertThat(events)
                .extracting(event -> event.getEventType().getName())
                .containsExactlyInAnyOrder(
                        "bellbird.ConnectionRefused",
                        "bellbird.ClientStalled",
                        "bellbird.AddressBanned",
                        "bellbird.ConfigurationReloaded");
        assertThat(events)
                .filteredOn(event -> event.hasField("reason"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getString("clientId")).isEqualTo("c");
                    assertThat(event.getString("reason")).isEqualTo("NOT_AUTHORIZED");
                });
    }

    @Test
    void only_what_was_slow_is_recorded_of_turns_and_commits() throws IOException {
        SlowTurn turn = new SlowTurn();
        SlowCommit commit = new SlowCommit();
        recorded(
                () -> { // the first of each is slow, since the recorder learns what it is
                    turn.begin();
                    turn.note(0);
                    commit.begin();
                    commit.note(0);
                });

        List<RecordedEvent> events = recorded(() -> {
            for (int i = 0; i < 3; i++) {
                turn.begin();
                commit.begin();
                pass(i == 1 ? SLOW_NANOS : 0);
                turn.note(i);
                commit.note(i);
            }
        });

        assertThat(events).hasSize(2).allSatisfy(event -> assertThat(event.getDuration())
                .isGreaterThanOrEqualTo(Duration.ofMillis(100)));
        assertThat(events)
                .filteredOn(event -> event.hasField("shard"))
                .singleElement()
                .satisfies(event -> assertThat(event.getInt("shard")).isEqualTo(1));
    }

    private static void pass(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void a_turn_allocates_nothing_for_it() {
        SlowTurn turn = new SlowTurn();

        assertThat(AllocatedBytes.of(1_000, () -> {
                    turn.begin();
                    turn.note(1);
                }))
                .isZero();
    }
}
