package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandLineTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_help_of_broker_names_every_option_and_exit_code() {
        int exitCode = run("broker", "--help");

        assertThat(exitCode).isZero();
        assertThat(out)
                .hasToString(
                        """
                        Usage: bellbird broker [-dhvV] [--test-config] [-c=FILE] [-p=PORT]
                        Runs an MQTT broker. Without options it serves this machine, port 1883;
                        its console is at port 9883, whose page speaks MQTT at port 8083.
                          -c, --config-file=FILE   Reads a configuration in Mosquitto's format.
                          -p, --port=PORT          Opens this port instead of 1883, for this machine
                                                     only; beside the listeners of FILE, unless it is
                                                     the port of one of them. 0 is a free port.
                          -v, --verbose            Logs everything, whatever FILE says.
                          -d, --daemon             Runs in the background. Returns when clients can
                                                     connect.
                              --test-config        Only says what is wrong in FILE.
                          -h, --help               Show this help message and exit.
                          -V, --version            Print version information and exit.

                        Exit codes:
                          0   stopped when told to, or nothing was wrong
                          1   failed while it ran, or with -d did not start
                          2   the command line is wrong
                          3   the configuration is wrong
                          4   a port could not be opened
                          5   stored data could not be opened
                        """);
    }

    @Test
    void without_a_command_it_says_what_there_is() {
        assertThat(run()).isZero();
        assertThat(out.toString()).startsWith("Usage: bellbird [-hV] [COMMAND]").contains("\n  broker  ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "broker --version"})
    void the_version_is_the_one_of_the_build(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isZero();
        assertThat(out.toString()).matches("(?s)bellbird \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\nJava \\d.*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            textBlock =
                    """
                    broker --nope     > bellbird: Unknown option: '--nope': see bellbird broker --help
                    broker -p 65536   > bellbird: the port is 65536, use one from 0 to 65535: see bellbird broker --help
                    broker -p -1      > bellbird: the port is -1, use one from 0 to 65535: see bellbird broker --help
                    broker -p abc     > bellbird: Invalid value for option '--port': 'abc' is not an int: see bellbird broker --help
                    broker -c         > bellbird: Missing required parameter for option '--config-file' (FILE): see bellbird broker --help
                    """)
    void a_wrong_command_line_is_one_line_and_exit_code_2(String arguments, String error) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly(error);
    }

    @Test
    void a_mistyped_command_is_suggested() {
        assertThat(run("brokr")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "bellbird: Unmatched argument at index 0: 'brokr': see bellbird --help",
                        "Did you mean: bellbird broker or bellbird probe?");
    }

    @Test
    void everything_wrong_in_a_configuration_is_said_with_exit_code_3() throws IOException {
        Path file = Files.writeString(folder.resolve("b.conf"), "listener 0\nmax_inflght_messages 9\nmax_qos 7\n");

        assertThat(run("broker", "-c", file.toString())).isEqualTo(3);
        assertThat(err.toString().lines())
                .containsExactly(
                        "bellbird: " + file + ":2: unknown setting 'max_inflght_messages',"
                                + " did you mean 'max_inflight_messages'?",
                        "bellbird: " + file + ":3: max_qos is '7': use 0, 1 or 2");
    }

    @Test
    void a_mistake_in_an_included_file_is_said_with_its_place() throws IOException {
        Path included = Files.createDirectory(folder.resolve("conf.d"));
        Path extra = Files.writeString(included.resolve("extra.conf"), "\nmax_qos 7\n");
        Path file = Files.writeString(folder.resolve("b.conf"), "include_dir " + included + "\n");

        assertThat(run("broker", "--test-config", "-c", file.toString())).isEqualTo(3);
        assertThat(err.toString().lines()).containsExactly("bellbird: " + extra + ":2: max_qos is '7': use 0, 1 or 2");
    }

    @Test
    void a_configuration_that_is_not_there_is_exit_code_3() {
        assertThat(run("broker", "-c", "/no/such/file")).isEqualTo(3);
        assertThat(err.toString().lines())
                .containsExactly("bellbird: cannot read the configuration /no/such/file:"
                        + " there is no such file, check the path after -c");
    }

    @Test
    void a_test_of_a_valid_configuration_opens_nothing_and_shows_its_warnings() throws IOException {
        Path file = Files.writeString(
                folder.resolve("b.conf"), "listener 1883\npid_file /no/such/pid\nuser me\nautosave_interval 60\n");

        assertThat(run("broker", "--test-config", "-c", file.toString())).isZero();
        assertThat(out.toString().lines()).containsExactly(file + " is valid");
        assertThat(err.toString().lines())
                .containsExactly(
                        "warning: " + file + ":3: user is not supported yet and is ignored:"
                                + " the process goes on as the user who started it",
                        "note: " + file + ":4: autosave_interval has no effect:"
                                + " every change is stored before it is acknowledged");
    }

    @Test
    void a_test_of_a_configuration_reads_the_password_file() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "ann:secret\n");
        Path file = Files.writeString(folder.resolve("b.conf"), "listener 0\npassword_file " + users + "\n");

        assertThat(run("broker", "--test-config", "-c", file.toString())).isEqualTo(3);
        assertThat(err.toString().lines())
                .containsExactly("bellbird: " + users + ":1: the password of 'ann' is not hashed:"
                        + " hash all that are not with `bellbird passwd -U " + users + "`");
    }

    @Test
    void a_check_of_a_configuration_is_the_same() throws IOException {
        Path good = Files.writeString(folder.resolve("good.conf"), "listener 1883\nuser me\n");
        Path bad = Files.writeString(folder.resolve("bad.conf"), "max_qos 7\n");

        assertThat(run("config", "check", good.toString())).isZero();
        assertThat(run("config", "check")).isZero();
        assertThat(run("config", "check", bad.toString())).isEqualTo(3);

        assertThat(out.toString().lines()).containsExactly(good + " is valid", "the defaults are valid");
        assertThat(err.toString().lines())
                .containsExactly(
                        "warning: " + good + ":2: user is not supported yet and is ignored:"
                                + " the process goes on as the user who started it",
                        "bellbird: " + bad + ":1: max_qos is '7': use 0, 1 or 2");
    }

    @Test
    void a_setting_is_explained_and_a_mistyped_one_is_suggested() {
        assertThat(run("config", "explain", "max_qos")).isZero();
        assertThat(out.toString()).startsWith("max_qos\n\n").contains("\nA change counts: for new connections\n");

        assertThat(run("config", "explain", "max_qso")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("bellbird: unknown setting 'max_qso', did you mean 'max_qos'?");
    }

    @Test
    void all_settings_are_listed() {
        assertThat(run("config", "list")).isZero();
        assertThat(out.toString().lines()).hasSizeGreaterThan(60).anyMatch(line -> line.startsWith("max_qos "));
    }

    @Test
    void a_reload_with_a_mistake_in_the_file_tells_no_broker() throws IOException {
        Path file = Files.writeString(folder.resolve("b.conf"), "max_qos 7\n");

        assertThat(run("reload", "-c", file.toString())).isEqualTo(3);
        assertThat(err.toString().lines()).containsExactly("bellbird: " + file + ":1: max_qos is '7': use 0, 1 or 2");
    }

    @Test
    void a_reload_is_of_one_broker() {
        assertThat(run("reload", "-c", "b.conf", "--pid", "1")).isEqualTo(2);
    }

    @Test
    void a_log_file_that_cannot_be_written_is_exit_code_3() throws IOException {
        Path log = Files.writeString(folder.resolve("log.conf"), "log_dest file /no/such/log\n");

        assertThat(run("broker", "-p", "0", "-c", log.toString())).isEqualTo(3);
        assertThat(err.toString().lines())
                .containsExactly("bellbird: cannot write the log file /no/such/log:"
                        + " the folder does not exist; choose another place with log_dest file");
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return commandLine.execute(arguments);
    }
}
