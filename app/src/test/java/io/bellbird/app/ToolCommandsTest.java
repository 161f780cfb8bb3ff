package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.broker.Broker;
import io.bellbird.broker.config.AdminListener;
import io.bellbird.broker.config.BrokerConfig;
import io.bellbird.console.Console;
import io.bellbird.console.ConsoleHost;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command lines of the tools for any broker. */
class ToolCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine(arguments)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private Path scenario(String... lines) throws IOException {
        return Files.writeString(folder.resolve("s.scenario"), String.join("\n", lines));
    }

    @Test
    void a_probe_of_this_broker_is_clean() throws Exception {
        try (Broker broker = Broker.start(BrokerConfig.ephemeral())) {
            assertThat(run("probe", "127.0.0.1:" + broker.port(), "--json")).isZero();
        }
        assertThat(out.toString())
                .startsWith("{\"broker\": \"mqtt://127.0.0.1:")
                .contains("\"what\": \"QoS 2\", \"answer\": \"yes\"");
    }

    @Test
    void the_console_of_a_running_broker_is_found_and_a_browser_logged_in() throws Exception {
        BrokerConfig config = BrokerConfig.ephemeral().toBuilder()
                .adminListener(new AdminListener("127.0.0.1", 0, true))
                .build();
        try (Broker broker = Broker.builder(config)
                .adminToken(folder.resolve("admin.token"))
                .adminHandler(administration -> Console.of(administration, ConsoleHost.NONE))
                .start()) {
            int port = broker.adminAddress().orElseThrow().getPort();
            Path file = Files.writeString(
                    folder.resolve("b.conf"),
                    "listener 1883 127.0.0.1\nadmin_listener " + port + "\npersistence_location " + folder + "\n");

            assertThat(run("console", "-c", file.toString())).as("%s", err).isZero();
            assertThat(run("console", "-c", file.toString(), "--login"))
                    .as("%s", err)
                    .isZero();

            String address = "http://127.0.0.1:" + port + "/";
            assertThat(out.toString().lines()).hasSize(2).first().isEqualTo(address);
            assertThat(out.toString().lines().skip(1).findFirst().orElseThrow())
                    .matches(Pattern.quote(address) + "#/login\\?code=[A-Za-z0-9_-]{43}");
            assertThat(out.toString())
                    .doesNotContain(
                            Files.readString(folder.resolve("admin.token")).strip());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '"',
            textBlock =
                    """
                    probe mqtt://127.0.0.1:1     > 1 > bellbird: mqtt://127.0.0.1:1: Connection refused
                    probe ftp://127.0.0.1        > 2 > bellbird: ftp://127.0.0.1 is no broker's address
                    simulate none --speed 0      > 2 > bellbird: --speed is 0.0: use a number above 0
                    simulate none --seconds -1   > 2 > bellbird: --seconds is 1 or more
                    simulate none                > 3 > bellbird: none cannot be read
                    shell a b                    > 2 > bellbird: Unmatched argument at index 2: 'b'
                    """)
    void what_is_wrong_is_said(String arguments, int exitCode, String error) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(exitCode);
        assertThat(err.toString().lines()).anyMatch(line -> line.startsWith(error));
    }

    @Test
    void a_scenario_is_only_checked() throws IOException {
        Path file = scenario("device d", "topic a", "count 5");

        assertThat(run("simulate", "--check", file.toString())).isZero();
        assertThat(out).hasToString(file + ": nothing is wrong, 5 devices\n");
    }

    @Test
    void a_wrong_scenario_does_not_begin() throws IOException {
        Path file = scenario("device d", "topic a", "cuont 5");

        assertThat(run("simulate", file.toString())).isEqualTo(3);
        assertThat(err).hasToString("bellbird: " + file + ":3: unknown key 'cuont', did you mean 'count'?\n");
    }

    @Test
    void a_simulation_ends_by_itself_with_a_summary() throws Exception {
        Path file = scenario("device d", "count 3", "topic sim/{id}", "interval 50ms", "qos 1");
        try (Broker broker = Broker.start(BrokerConfig.ephemeral())) {
            int exitCode =
                    run("simulate", file.toString(), "--seconds", "1", "-h", "127.0.0.1", "-p", "" + broker.port());
            assertThat(exitCode).isZero();
        }
        assertThat(out.toString())
                .startsWith("3 devices connected 3 times and died 0 times\n")
                .endsWith("0 errors\n");
        assertThat(err.toString()).contains("3 of 3 devices connected");
    }

    @Test
    void a_simulation_that_reaches_nobody_says_why() throws IOException {
        Path file = scenario("device d", "topic a", "interval 10ms");

        assertThat(run("simulate", file.toString(), "--seconds", "1", "-h", "127.0.0.1", "-p", "1"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("x no connection: Connection refused");
    }
}
