package io.bellbird.client.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random entries, and crashes in the middle of them: after a crash the journal is as it was after some of the entries, from
 * the first on, and those that were called back are among these. So nothing that was written is lost, nothing that is done
 * comes back, and the order stays.
 */
final class JournalModelTest {
    private static final int CRASHES = 25;
    private static final int SEGMENT_BYTES = 600;
    private static final String[] IDS = {"1", "2", "3", "9", "40000", "65535"};

    @TempDir
    private Path folders;

    /** Does not delete what is deleted. */
    private final Disk disk = new SmallDisk(SmallDisk.LARGE) {
        @Override
        public void delete(Path file) throws IOException {
            Files.move(file, deleted.resolve(file.getFileName()));
        }
    };

    private Path deleted = Path.of("");
    private Random random = new Random();
    private Model model = new Model();
    private int published;

    /** What a journal has to know. */
    private static final class Model {
        final TreeMap<Long, String> messages = new TreeMap<>();
        final TreeSet<Long> released = new TreeSet<>();
        final TreeSet<Integer> received = new TreeSet<>();

        Model copy() {
            Model copy = new Model();
            copy.messages.putAll(messages);
            copy.released.addAll(released);
            copy.received.addAll(received);
            return copy;
        }

        /** As the journal tells it, but for what may have been sent. */
        List<String> told() {
            List<String> told = new ArrayList<>();
            messages.forEach((sequence, text) ->
                    told.add(sequence + " " + text + (released.contains(sequence) ? " released" : "")));
            received.forEach(id -> told.add("id " + id));
            return told;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void after_any_crash_the_journal_is_as_it_was_after_some_entry_from_the_last_written_one_on(long seed)
            throws IOException {
        random = new Random(seed);
        Path folder = folders.resolve("0");
        for (int crash = 1; crash <= CRASHES; crash++) {
            deleted = Files.createDirectory(folders.resolve(crash + "-deleted"));
            Path before = folders.resolve(crash + "-before");
            List<Model> possible = new ArrayList<>();
            try (Opened opened = Opened.in(folder, disk, SEGMENT_BYTES)) {
                for (int i = random.nextInt(40); i > 0; i--) {
                    Opened.await(step(opened));
                }
                copy(folder, before);
                deleted = Files.createDirectory(folders.resolve(crash + "-deleted-last"));
                possible.add(model.copy());
                for (int i = random.nextInt(20); i > 0; i--) {
                    step(opened);
                    possible.add(model.copy());
                }
            }
            Path after = folders.resolve(crash + "-after");
            crash(before, folder, after);
            model = check(after, possible, "seed " + seed + ", crash " + crash);
            folder = after;
        }
        assertThat(published).isGreaterThan(CRASHES);
    }

    /** Does something at random, with the model as well. */
    private CompletableFuture<?> step(Opened opened) {
        int dice = random.nextInt(10);
        if (dice < 4 || model.messages.isEmpty()) {
            String text = "message " + published++ + "x".repeat(random.nextInt(60));
            // an earlier one that was lost gives its sequence on, and those that are done are not forgotten
            model.messages.put(next++, text);
            return opened.begin(Opened.content(text));
        }
        long sequence = List.copyOf(model.messages.keySet()).get(random.nextInt(model.messages.size()));
        int id = Integer.parseInt(IDS[random.nextInt(IDS.length)]);
        if (dice < 7) {
            model.messages.remove(sequence);
            model.released.remove(sequence);
            return opened.begin(Fact.DONE, sequence);
        } else if (dice == 7) {
            model.released.add(sequence);
            return opened.begin(Fact.RELEASED, sequence);
        } else if (random.nextInt(20) == 0) {
            model.received.clear();
            return opened.begin(Fact.SESSION_NEW, 0);
        } else if (dice == 8) {
            model.received.add(id);
            return opened.begin(Fact.RECEIVED, id);
        }
        model.received.remove(id);
        return opened.begin(Fact.FORGOTTEN, id);
    }

    private long next = 1;

    /** What was found, which has to be one of those that are possible. */
    private Model check(Path folder, List<Model> possible, String where) throws IOException {
        try (Opened opened = Opened.in(folder, disk, SEGMENT_BYTES)) {
            List<String> found = new ArrayList<>();
            opened.kept().forEach(found::add);
            new TreeSet<>(opened.journal.received()).forEach(id -> found.add("id " + id));
            assertThat(possible.stream().map(Model::told)).as(where).contains(found);
            // its next sequence shows how many messages were lost
            next = opened.write("probe");
            Opened.await(opened.begin(Fact.DONE, next));
            next++;
            return possible.stream()
                    .filter(each -> each.told().equals(found))
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }
    }

    /** Makes a folder as it might be when the process was ended while it wrote what came after {@code before}. */
    private void crash(Path before, Path whole, Path to) throws IOException {
        copy(whole, to);
        Path all = folders.resolve(to.getFileName() + "-all");
        copy(whole, all);
        copy(deleted, all);
        Map<Path, Long> grown = new TreeMap<>();
        long bytes = 0;
        for (Path file : files(all)) {
            Path old = before.resolve(file.getFileName());
            long growth = Files.size(file) - (Files.exists(old) ? Files.size(old) : 0);
            grown.put(file, growth);
            bytes += growth;
        }
        long lost = bytes == 0 ? 0 : random.nextLong(bytes + 1);
        if (lost > 0) {
            copy(deleted, to); // that was at the end of what is lost
        }
        List<Path> youngestFirst = new ArrayList<>(grown.keySet());
        for (int i = youngestFirst.size() - 1; i >= 0 && lost > 0; i--) {
            Path file = youngestFirst.get(i);
            long cut = Math.min(lost, grown.get(file));
            lost -= cut;
            cut(to.resolve(file.getFileName()), Files.size(file) - cut, cut == grown.get(file));
        }
    }

    private static void cut(Path file, long size, boolean whole) throws IOException {
        if (size == 0 && whole) {
            Files.delete(file); // was not begun
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
