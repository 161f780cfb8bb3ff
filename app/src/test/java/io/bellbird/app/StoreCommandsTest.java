package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.store.rocksdb.RocksStore;
import io.bellbird.store.rocksdb.RocksStoreConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class StoreCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void store_by_itself_says_what_there_is() {
        assertThat(run("store")).isZero();
        assertThat(out.toString()).contains("\n  check ", "\n  stat ", "\n  recover ", "\n  backup ", "\n  import ");
    }

    @Test
    void the_help_of_import_names_every_option_and_exit_code() {
        assertThat(run("store", "import", "--help")).isZero();
        assertThat(out)
                .hasToString(
                        """
                        Usage: bellbird store import [-hV] [-c=FILE] FILE [FOLDER]
                        Takes over what Mosquitto keeps in its own database.
                        Sessions, queued and retained messages; what the folder holds already stays.
                        Stop Mosquitto first, which writes the file when it stops, and the broker that
                        uses the folder.
                              FILE                 The mosquitto.db of Mosquitto 1.4 to 2.1.
                              [FOLDER]             The folder of the data. Without it and -c: where a
                                                     broker without a configuration keeps it.
                          -c, --config-file=FILE   Without FOLDER: the data is where this configuration
                                                     says.
                          -h, --help               Show this help message and exit.
                          -V, --version            Print version information and exit.

                        Exit codes:
                          0   imported
                          1   FILE cannot be read, or it is damaged; nothing was imported
                          2   the command line is wrong
                          3   the configuration is wrong
                          5   the data could not be used
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "stat", "recover", "backup"})
    void the_help_of_each_command_names_its_exit_codes(String command) {
        assertThat(run("store", command, "--help")).isZero();
        assertThat(out.toString()).contains("[FOLDER]", "--config-file", "Exit codes:", "\n  0   ", "\n  5   ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    store import      > bellbird: Missing required parameter: 'FILE': see bellbird store import --help
                    store backup      > bellbird: Missing required parameter: 'DESTINATION': see bellbird store backup --help
                    store stat a b    > bellbird: Unmatched argument at index 3: 'b': see bellbird store stat --help
                    """)
    void a_wrong_command_line_is_one_line_and_exit_code_2(String arguments, String error) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(error);
    }

    @Test
    void a_configuration_without_persistence_has_no_folder() throws IOException {
        Path file = Files.writeString(folder.resolve("b.conf"), "persistence false\n");

        assertThat(run("store", "stat", "-c", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "bellbird: " + file + " says 'persistence false', so that there is no data; name a folder");
    }

    @Test
    void import_says_what_it_took_over_and_what_not() throws IOException {
        Path file = sample();

        assertThat(run("store", "import", file.toString(), data())).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "imported " + file + ", format 6, into " + data(),
                        "sessions: 6",
                        "subscriptions: 7",
                        "queued messages: 11",
                        "retained messages: 3");
        assertThat(err).hasToString("");

        assertThat(run("store", "import", file.toString(), data())).isZero();
        assertThat(err.toString().lines())
                .containsExactly(
                        "left out: 6 sessions are in the data already, with newer content",
                        "left out: 3 retained messages are in the data already, with newer content");
    }

    @Test
    void import_into_the_folder_of_a_configuration() throws IOException {
        Path file = Files.writeString(folder.resolve("b.conf"), "persistence_location " + data() + "\n");

        assertThat(run("store", "import", sample().toString(), "-c", file.toString()))
                .isZero();
        assertThat(Path.of(data())).isNotEmptyDirectory();
    }

    @Test
    void import_of_a_damaged_file_imports_nothing() throws IOException {
        byte[] bytes = Files.readAllBytes(sample());
        bytes[bytes.length - 1] = 9;
        Path file = Files.write(folder.resolve("damaged.db"), bytes);

        assertThat(run("store", "import", file.toString(), data())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("bellbird: " + file + ", byte 1426: found message number ")
                .endsWith("; the file is damaged; nothing was imported\n");
        assertThat(Path.of(data())).doesNotExist();
    }

    @Test
    void import_of_a_file_that_is_not_there_is_one_line() {
        assertThat(run("store", "import", "/no/such/file", data())).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("bellbird: there is no file /no/such/file");
    }

    @Test
    void import_into_a_folder_that_cannot_be_made_is_exit_code_5() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");

        assertThat(run(
                        "store",
                        "import",
                        sample().toString(),
                        file.resolve("data").toString()))
                .isEqualTo(5);
        assertThat(err.toString()).startsWith("bellbird: the data folder " + file + "/data cannot be created");
    }

    @Test
    void import_while_a_broker_has_the_folder_is_refused() throws IOException {
        try (RocksStore store = opened()) {
            assertThat(store.isAccepting()).isTrue();
            assertThat(run("store", "import", sample().toString(), data())).isEqualTo(5);
        }
        assertThat(err.toString())
                .startsWith("bellbird: the data folder " + data() + " is in use by process ")
                .contains(": stop it or ");
    }

    @Test
    void stat_says_how_much_there_is() throws IOException {
        imported();

        assertThat(run("store", "stat", data())).isZero();
        assertThat(out.toString().lines())
                .startsWith("folder: " + data())
                .contains("format: 2", "starts: 1", "sessions: 6", "subscriptions: 7", "shared groups: 0")
                .contains("queued messages: 11", "retained messages: 3", "pending wills: 0")
                .anyMatch(line -> line.matches("queued bytes: [1-9]\\d*"))
                .anyMatch(line -> line.matches("bytes on disk: [1-9]\\d*"));
    }

    @Test
    void check_reads_everything_and_finds_nothing_wrong() throws IOException {
        imported();

        assertThat(run("store", "check", data())).isZero();
        assertThat(out.toString()).matches(data() + " is in order: [1-9]\\d* entries\n");
    }

    @Test
    void a_backup_is_data_like_what_it_was_made_from() throws IOException {
        imported();
        String copy = folder.resolve("copy").toString();

        assertThat(run("store", "backup", copy, data())).isZero();
        assertThat(out.toString()).matches("copied [1-9]\\d* bytes from " + data() + " to " + copy + "\n");
        out.getBuffer().setLength(0);
        assertThat(run("store", "stat", copy)).isZero();
        assertThat(out.toString()).contains("sessions: 6", "queued messages: 11", "retained messages: 3");
    }

    @Test
    void a_backup_does_not_touch_what_is_there() throws IOException {
        imported();

        assertThat(run("store", "backup", folder.toString(), data())).isEqualTo(5);
        assertThat(err.toString()).startsWith("bellbird: ").contains(folder.toString());
    }

    @Test
    void recover_of_data_that_is_in_order_changes_nothing() throws IOException {
        imported();

        assertThat(run("store", "recover", data())).isZero();
        assertThat(out.toString().lines()).containsExactly(data() + " is in order, and nothing was changed");
    }

    @Test
    void damage_is_found_by_check_and_put_right_by_recover() throws IOException {
        imported();
        flipBits(log());

        assertThat(run("store", "check", data())).isEqualTo(5);
        assertThat(err.toString()).contains("wrong: ").endsWith(", which keeps the damaged files\n");

        assertThat(run("store", "recover", data())).isZero();
        assertThat(out.toString())
                .contains("gone: ")
                .containsPattern(data() + " can be used again: \\d+ entries were kept, and the damaged files are in "
                        + data() + "/damaged-");

        assertThat(run("store", "check", data())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "stat", "recover"})
    void a_folder_without_data_is_exit_code_5_and_stays_as_it_is(String command) {
        assertThat(run("store", command, data())).isEqualTo(5);
        assertThat(err.toString()).startsWith("bellbird: ").contains(data());
        assertThat(Path.of(data())).doesNotExist();
    }

    /** The largest log of the database, in which an import lies until it is compacted. */
    private Path log() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(data(), "db"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flipBits(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(file, bytes);
    }

    private void imported() throws IOException {
        assertThat(run("store", "import", sample().toString(), data())).isZero();
        out.getBuffer().setLength(0);
    }

    @Test
    void stat_check_and_backup_work_while_a_broker_has_the_folder() throws IOException {
        imported();
        try (RocksStore store = opened()) {
            assertThat(store.isAccepting()).isTrue();
            assertThat(run("store", "stat", data())).isZero();
            assertThat(out.toString()).contains("sessions: 6", "queued messages: 11");
            assertThat(run("store", "check", data())).isZero();
            assertThat(run("store", "backup", folder.resolve("copy").toString(), data()))
                    .isZero();
        }
    }

    private RocksStore opened() throws IOException {
        return RocksStore.open(new RocksStoreConfig(
                Path.of(data()),
                InstantSource.system(),
                System::nanoTime,
                topic -> null,
                RocksStoreConfig.defaultCacheBytes(),
                0));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path sample() throws IOException {
        Path file = folder.resolve("mosquitto.db");
        try (InputStream in = StoreCommandsTest.class.getResourceAsStream("mosquitto/mosquitto-2.0.11.db")) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return commandLine.execute(arguments);
    }
}
