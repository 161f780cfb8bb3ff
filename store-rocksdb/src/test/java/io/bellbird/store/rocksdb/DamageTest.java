package io.bellbird.store.rocksdb;

import static io.bellbird.store.rocksdb.StoreFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.store.Durability;
import io.bellbird.broker.store.SessionRecord;
import io.bellbird.broker.store.StoredMessage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not as they were written. */
class DamageTest {
    private static final int MESSAGES = 2000;

    @TempDir
    Path temporary;

    private StoreFixture fixture;
    private Path database;

    @BeforeEach
    void open() throws StoreException {
        fixture = new StoreFixture(temporary.resolve("data"));
        database = StoreFolder.database(fixture.folder);
        fixture.open();
        fixture.commit(batch -> batch.putSession(new SessionRecord(1, "client", 60, false)));
        for (int i = 1; i <= MESSAGES; i++) {
            int sequence = i;
            fixture.begin(Durability.MEMORY, batch -> batch.enqueue(message(1, sequence, "message " + sequence)));
            if (i % 20 == 0) {
                fixture.commit(batch -> {});
            }
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /** The largest file with this ending. */
    private Path file(String ending) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(database, "*" + ending)) {
            found.forEach(files::add);
        }
        files.sort((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()));
        return files.get(files.size() - 1);
    }

    private static void flipBit(Path file, double where) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            long position = (long) (access.length() * where);
            access.seek(position);
            int value = access.read();
            access.seek(position);
            access.write(value ^ 0x10);
        }
    }

    private static void cut(Path file, int bytes) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(access.length() - bytes);
        }
    }

    /** Brings all queues from the log to files with their own checksums. */
    private void flush() throws Exception {
        fixture.close();
        try (RocksDatabase open = RocksDatabase.open(database, RocksOptions.forWriting(32 << 20, false))) {
            open.flush();
        }
    }

    private List<Long> sequences() {
        return fixture.read(1).stream().map(StoredMessage::sequence).toList();
    }

    @Test
    void an_incomplete_write_at_the_end_of_the_log_is_dropped() throws Exception {
        fixture.close();
        assertThat(LogFile.check(database)).isEmpty();
        cut(file(".log"), 5);

        assertThat(LogFile.checkNewestEnd(database)).isPresent();
        fixture.open();

        List<Long> sequences = sequences();
        assertThat(sequences).hasSizeBetween(MESSAGES - 20, MESSAGES - 1);
        assertThat(sequences.get(sequences.size() - 1)).isEqualTo(sequences.size());
        assertThat(fixture.found().counts()).containsEntry(1L, sequences.size());
        fixture.reopen();
        assertThat(sequences()).hasSize(sequences.size());
    }

    @Test
    void an_end_of_the_log_that_was_not_written_is_dropped() throws Exception {
        fixture.close();
        Path newest = file(".log");
        try (RandomAccessFile access = new RandomAccessFile(newest.toFile(), "rw")) {
            long end = access.length();
            access.seek(end - 5);
            access.write(new byte[5]);
        }

        fixture.open();

        List<Long> sequences = sequences();
        assertThat(sequences).hasSizeBetween(MESSAGES - 20, MESSAGES - 1);
        assertThat(sequences.get(sequences.size() - 1)).isEqualTo(sequences.size());
        fixture.reopen();
        assertThat(sequences()).hasSize(sequences.size());
    }

    @Test
    void a_flipped_bit_in_the_log_is_refused_and_named_and_what_came_before_is_recovered() throws Exception {
        fixture.close();
        Path log = file(".log");
        flipBit(log, 0.5);

        assertThatThrownBy(fixture::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(log.getFileName().toString())
                .hasMessageContaining("bellbird store recover");
        assertThat(StoreMaintenance.check(fixture.folder, line -> {}).isSound()).isFalse();

        RecoverReport report = StoreMaintenance.recover(fixture.folder, line -> {});
        assertThat(report.saved()).isNotNull();
        assertThat(report.saved().resolve("db").resolve(log.getFileName())).exists();
        assertThat(report.gone())
                .anyMatch(line -> line.contains(log.getFileName().toString()));
        fixture.open();
        assertThat(sequences()).hasSizeBetween(MESSAGES / 4, MESSAGES * 3 / 4);
        assertThat(sequences().get(0)).isEqualTo(1);
        assertThat(fixture.found().sessions).hasSize(1);
    }

    @Test
    void a_flipped_bit_in_a_file_is_found_and_costs_few_messages() throws Exception {
        flush();
        Path file = file(".sst");
        flipBit(file, 0.3);

        CheckReport check = StoreMaintenance.check(fixture.folder, line -> {});
        assertThat(check.problems())
                .anyMatch(line -> line.contains(file.getFileName().toString()));
        RecoverReport report = StoreMaintenance.recover(fixture.folder, line -> {});
        assertThat(report.gone()).isNotEmpty();
        fixture.open();
        assertThat(sequences()).hasSizeBetween(MESSAGES - 600, MESSAGES - 1);
        assertThat(sequences()).contains(1L, (long) MESSAGES);
    }

    @Test
    void a_queue_is_not_read_over_a_gap() throws Exception {
        flush();
        flipBit(file(".sst"), 0.3);
        fixture.open();
        List<List<StoredMessage>> windows = Collections.synchronizedList(new ArrayList<>());
        fixture.store().read(1, 0, StoreFixture.NO_LIMIT, windows::add);

        while (fixture.store().isAccepting()) {
            Thread.onSpinWait();
        }
        assertThat(fixture.store().figures().status()).isEqualTo("damaged");
        assertThat(windows).isEmpty();
    }

    @Test
    void a_database_that_lost_a_file_is_not_taken_for_a_new_one() throws Exception {
        fixture.close();
        Files.delete(database.resolve("CURRENT"));

        assertThatThrownBy(fixture::open).isInstanceOf(StoreException.class);
        assertThat(file(".log")).isNotEmptyFile();
    }

    @Test
    void a_store_with_a_value_that_makes_no_sense_is_refused() throws Exception {
        fixture.close();
        write(Family.SESSION, Keys.number(new ByteWriter(8), 7).toByteArray(), new byte[] {99});

        assertThatThrownBy(fixture::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("of session")
                .hasMessageContaining("bellbird store recover");
        RecoverReport report = StoreMaintenance.recover(fixture.folder, line -> {});
        assertThat(report.gone()).hasSize(1);
        fixture.open();
        assertThat(sequences()).hasSize(MESSAGES);
    }

    private void write(Family family, byte[] key, byte[] value) throws Exception {
        GroupBuffer group = new GroupBuffer();
        group.put(family, new ByteWriter(8).putBytes(key), new ByteWriter(8).putBytes(value));
        try (RocksDatabase open = RocksDatabase.open(database, RocksOptions.forWriting(32 << 20, false))) {
            open.write(group.finish());
        }
    }

    @Test
    void a_newer_format_is_refused() throws Exception {
        fixture.close();
        write(Family.META, Keys.FORMAT, new byte[] {0, 0, 0, 9});

        assertThatThrownBy(fixture::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("format 9")
                .hasMessageContaining("newer version");
    }

    @Test
    void a_folder_in_use_is_refused() throws Exception {
        assertThatThrownBy(() -> new StoreFixture(fixture.folder).open())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(fixture.folder.toString())
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining("persistence_location");
        assertThat(sequences()).hasSize(MESSAGES);
        assertThatThrownBy(() -> StoreMaintenance.recover(fixture.folder, line -> {
                    if (line.contains("comparing")) {
                        throw new AssertionError(line);
                    }
                }))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void a_sound_store_is_left_alone() throws Exception {
        fixture.close();

        RecoverReport report = StoreMaintenance.recover(fixture.folder, line -> {});

        assertThat(report.saved()).isNull();
        assertThat(report.gone()).isEmpty();
        assertThat(report.kept()).isGreaterThan(MESSAGES);
    }
}
