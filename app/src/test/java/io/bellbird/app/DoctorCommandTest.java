package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.BrokerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class DoctorCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        return commandLine.execute(arguments);
    }

    /** A broker that keeps nothing and has no admin listener. */
    private Path configuration(String... lines) throws IOException {
        return Files.writeString(
                folder.resolve("b.conf"), "persistence false\nadmin_listener none\n" + String.join("\n", lines) + "\n");
    }

    @Test
    void the_help_names_every_option_and_exit_code() {
        assertThat(run("doctor", "--help")).isZero();
        assertThat(out)
                .hasToString(
                        """
                        Usage: bellbird doctor [-hV] [--json] [-c=FILE] [--host=HOST] [--port=PORT]
                        Says what a stranger could do with a broker, and the line that mends each thing.
                        Looks at a configuration and, from this machine, at the broker that runs with
                        it. Changes nothing.
                          -c, --config-file=FILE   The configuration. Without it: what applies when
                                                     there is none.
                              --host=HOST          Looks at the broker there, of any kind; without -c
                                                     at nothing else.
                              --port=PORT          The port there, with TLS or without. Without it:
                                                     1883 and 8883.
                              --json               Prints one JSON array, for scripts.
                          -h, --help               Show this help message and exit.
                          -V, --version            Print version information and exit.

                        Exit codes:
                          0   nothing worse than notes was found
                          1   no broker answers at the host
                          2   the command line is wrong
                          3   the configuration is wrong
                          4   errors or warnings were found
                        """);
    }

    @Test
    void an_open_broker_is_found_in_its_file_and_at_its_port() throws Exception {
        try (Broker broker = Broker.start(BrokerConfig.ephemeral().toBuilder()
                .allowAnonymous(true)
                .sysIntervalSeconds(0)
                .build())) {
            Path file = configuration("listener " + broker.port(), "max_connections 9", "allow_anonymous true");

            assertThat(run("doctor", "-c", file.toString())).isEqualTo(4);

            assertThat(out.toString().lines())
                    .containsSubsequence(
                            "error: " + file + ":5: port " + broker.port() + " of all addresses lets everybody in"
                                    + " without a name: a stranger can read and write every topic [anonymous]",
                            "    fix: allow_anonymous false",
                            "2 errors")
                    .anyMatch(line ->
                            line.startsWith("error: 127.0.0.1:" + broker.port()) && line.endsWith("[open-broker]"));
            assertThat(err.toString().lines()).containsExactly("looking at 127.0.0.1:" + broker.port());
        }
    }

    @Test
    void a_closed_broker_that_does_not_run_is_a_note() throws IOException {
        int port = freePort();
        Path file = configuration("listener " + port, "max_connections 9", "allow_anonymous false");

        assertThat(run("doctor", "-c", file.toString(), "--json")).isZero();

        assertThat(out.toString())
                .startsWith("[{\"severity\": \"note\", \"id\": \"not-running\"")
                .endsWith("}]\n");
        out.getBuffer().setLength(0);
        assertThat(run("doctor", "-c", file.toString())).isZero();
        assertThat(out.toString().lines()).endsWith("nothing found that a stranger could use, 1 note");
    }

    @Test
    void a_host_where_nobody_is_cannot_be_looked_at() throws IOException {
        int port = freePort();

        assertThat(run("doctor", "--host", "127.0.0.1", "--port", Integer.toString(port)))
                .isEqualTo(1);
        assertThat(err.toString()).contains("bellbird: 127.0.0.1:" + port + ": nobody answers there");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_wrong_command_line_is_exit_code_2() {
        assertThat(run("doctor", "--port", "0")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("bellbird: the port is 0, use one from 1 to 65535: see bellbird doctor --help");
    }

    @Test
    void a_wrong_configuration_is_exit_code_3() throws IOException {
        Path file = configuration("max_qos 7");

        assertThat(run("doctor", "-c", file.toString())).isEqualTo(3);
        assertThat(err.toString().lines()).containsExactly("bellbird: " + file + ":3: max_qos is '7': use 0, 1 or 2");
    }

    @Test
    void a_file_with_which_no_broker_starts_is_exit_code_3_and_said_with_all_else() throws IOException {
        Path users = Files.writeString(folder.resolve("users"), "ann:secret\n");
        Path file = configuration("listener " + freePort(), "password_file " + users);

        assertThat(run("doctor", "-c", file.toString())).isEqualTo(3);
        assertThat(out.toString())
                .contains("[unusable]", "the password of 'ann' is not hashed", "[plain-password]", "[no-tls]")
                .doesNotContain("secret");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
