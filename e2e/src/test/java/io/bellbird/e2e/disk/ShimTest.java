package io.bellbird.e2e.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library in {@code e2e/shim} and the reader of its record, with a program whose writes are known. */
final class ShimTest {
    private static final String SYNCED = lines(DiskWriter.LINES_SYNCED);
    private static final String WRITTEN = lines(DiskWriter.LINES);

    @TempDir
    Path temporary;

    private Path folder;
    private Shim shim;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("data"));
        shim = Shim.before(folder);
    }

    @Test
    void what_was_synced_is_there_after_a_power_loss_and_nothing_else_for_certain() throws IOException {
        // when
        assertThat(run(shim.recording())).endsWith("status 0");
        // then
        Path left = restore(Survival.NOTHING, 0);
        assertThat(left.resolve("numbers")).hasContent(SYNCED);
        assertThat(left).isDirectoryNotContaining("glob:**nameless").isDirectoryNotContaining("glob:**numbers.new");
    }

    @Test
    void everything_is_there_when_the_cache_was_written_in_time() throws IOException {
        // when
        run(shim.recording());
        // then
        Path left = restore(Survival.EVERYTHING, 0);
        assertThat(left.resolve("numbers")).hasSameBinaryContentAs(folder.resolve("numbers"));
        assertThat(left.resolve("nameless")).hasSameBinaryContentAs(folder.resolve("nameless"));
    }

    @Test
    void of_the_rest_a_random_part_is_there_and_torn_between_sectors() throws IOException {
        // when
        run(shim.recording());
        // then
        List<Integer> sizes = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            String left = Files.readString(restore(Survival.RANDOM, seed).resolve("numbers"));
            String text = left.replace("\0", "");
            assertThat(WRITTEN).startsWith(text);
            assertThat(text).startsWith(SYNCED);
            sizes.add(text.length());
        }
        assertThat(sizes).anyMatch(size -> size > SYNCED.length());
        assertThat(sizes).anyMatch(size -> size % DiskWriter.LINE_BYTES == 0).contains(SYNCED.length());
    }

    @Test
    void nothing_is_certain_when_the_syncs_are_hidden() throws IOException {
        // when
        assertThat(run(shim.recordingWithoutSyncs())).endsWith("status 0");
        // then
        assertThat(restore(Survival.NOTHING, 0)).isEmptyDirectory();
    }

    @Test
    void the_record_has_the_times_of_the_test_clock() {
        // when
        List<String> printed = run(shim.recording()).lines().toList();
        // then
        assertThat(DiskEvents.read(shim.record())).isNotEmpty().allSatisfy(event -> assertThat(event.nanos())
                .isBetween(Long.parseLong(printed.get(0)), Long.parseLong(printed.get(1))));
    }

    @Test
    void a_shared_mapping_ends_the_program_since_its_writes_are_not_seen() {
        assertThat(run(shim.recording(), "map"))
                .contains("shim: a shared mapping that is written to: mapped")
                .endsWith("status 86");
    }

    @ParameterizedTest
    @CsvSource({
        "full *, No space left on device",
        "full numbers.*, No space left on device",
        "sync-error *, Input/output error",
        "read-only *, Read-only file system"
    })
    void the_disk_fails_as_the_faults_say(String fault, String message) {
        // given
        shim.fail(fault);
        // then
        assertThat(run(shim.failing())).contains(message).endsWith("status 1");
    }

    @Test
    void other_files_do_not_fail() {
        // given
        shim.fail("full *.log", "read-only other");
        // then
        assertThat(run(shim.failing())).endsWith("status 0");
    }

    @Test
    void a_slow_disk_takes_its_time() {
        // given
        shim.fail("slow num* 10");
        // when
        List<String> printed = run(shim.failing()).lines().toList();
        // then
        long nanos = Long.parseLong(printed.get(1)) - Long.parseLong(printed.get(0));
        assertThat(nanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(10 * DiskWriter.LINES));
    }

    private Path restore(Survival survival, int seed) {
        Path target = temporary.resolve("left-" + survival + "-" + seed);
        RecordedDisk.play(folder, temporary.resolve("nothing"), DiskEvents.read(shim.record()))
                .restore(target, survival, new Random(seed));
        return target;
    }

    /** All that the program printed, and its exit status. */
    private String run(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "test-classes").toString(),
                DiskWriter.class.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        return Command.run(command, environment);
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(DiskWriter::line).collect(Collectors.joining());
    }
}
