package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for any broker, as processes. */
final class ToolsTest {
    private static final Path BELLBIRD =
            Path.of("..", "bellbird").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private ClientProcess bellbird(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "BELLBIRD_NO_BUILD=1", BELLBIRD.toString()));
        command.addAll(List.of(arguments));
        return new ClientProcess(folder, command);
    }

    @Test
    void a_probe_finds_no_deviation_of_bellbird() {
        try (BrokerProcess broker = BrokerProcess.startWithoutFile();
                ClientProcess probe = bellbird("probe", "127.0.0.1:" + broker.port())) {
            assertThat(probe.awaitExit()).as(probe.toString()).isEqualTo(BrokerProcess.isOtherBroker() ? 4 : 0);
        }
    }

    @Test
    void a_probe_sees_what_mosquitto_can_and_ends_with_what_it_found() throws IOException {
        try (MosquittoProcess mosquitto = new MosquittoProcess(folder, List.of("allow_anonymous true"));
                ClientProcess probe = bellbird("probe", "127.0.0.1:" + mosquitto.port())) {
            int status = probe.awaitExit();

            assertThat(probe.output())
                    .contains("  MQTT 3.1.1                              yes")
                    .anyMatch(line -> line.matches("  QoS 2 +yes"))
                    .anyMatch(line -> line.matches("  kept for later subscribers +yes"))
                    .anyMatch(line -> line.matches("  shared subscriptions +yes +\\d+ and \\d+ of 10 messages"));
            assertThat(status)
                    .isEqualTo(probe.output().stream().anyMatch(line -> line.contains(" deviation ")) ? 4 : 0);
        }
    }

    @Test
    void a_simulation_that_is_interrupted_says_what_it_did() throws IOException {
        Path scenario =
                Files.writeString(folder.resolve("s.scenario"), "device d\ncount 2\ntopic sim/{id}\ninterval 100ms\n");
        try (BrokerProcess broker = BrokerProcess.startWithoutFile();
                ClientProcess simulation =
                        bellbird("simulate", scenario.toString(), "-h", "127.0.0.1", "-p", "" + broker.port())) {
            simulation.awaitLine("   1 s");
            simulation.terminate();
            simulation.awaitLine("2 devices connected 2 times");
            simulation.awaitLine("0 errors");
        }
    }

    @Test
    void a_shell_does_what_a_script_says() {
        try (BrokerProcess broker = BrokerProcess.startWithoutFile()) {
            String script = "printf 'sub a/#\\npub -q 1 a/b {\"c\": 1}\\nwait 1\\nls\\n' | BELLBIRD_NO_BUILD=1 "
                    + BELLBIRD + " shell 127.0.0.1:" + broker.port();
            try (ClientProcess shell = new ClientProcess(folder, List.of("sh", "-c", script))) {
                shell.awaitSuccess();
                assertThat(shell.output()).contains("a/b {\"c\": 1}", "a", "  b  (1)  {\"c\": 1}");
            }
        }
    }
}
