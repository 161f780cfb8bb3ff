package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bellbird bench} at a real Bellbird and a real Mosquitto. */
final class BenchTest {
    @TempDir
    private Path folder;

    private List<String> bench(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of("..", "bellbird").toAbsolutePath().normalize().toString(), "bench"));
        command.addAll(List.of(arguments));
        try (ClientProcess bench = new ClientProcess(folder, command)) {
            return bench.awaitSuccess();
        }
    }

    @Test
    void two_brokers_are_compared_and_neither_loses_anything() throws Exception {
        try (BrokerProcess bellbird = BrokerProcess.start(BrokerSetup.keeping(folder.resolve("data")));
                MosquittoProcess mosquitto = new MosquittoProcess(folder, List.of("allow_anonymous true"))) {
            String other = "mqtt://127.0.0.1:" + mosquitto.port();

            List<String> lines = bench(
                    "sub",
                    "-p",
                    Integer.toString(bellbird.port()),
                    "--versus",
                    other,
                    "--runs",
                    "2",
                    "--rate",
                    "200",
                    "--seconds",
                    "1",
                    "--warm-up",
                    "0");

            assertThat(lines.stream().filter(line -> line.startsWith("sub: "))).hasSize(4);
            assertThat(lines.stream().filter(line -> line.strip().startsWith("lost ")))
                    .hasSize(4)
                    .allMatch(line -> line.endsWith(" 0, duplicated 0, out of order 0"));
            assertThat(lines).contains("medians of 2 runs each:", "  B " + other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conn", "pub", "fan-in", "fan-out", "shared", "offline", "retained --topics 20"})
    void each_scenario_runs_at_mosquitto_as_well(String scenario) throws Exception {
        try (MosquittoProcess mosquitto = new MosquittoProcess(folder, List.of("allow_anonymous true"))) {
            List<String> arguments = new ArrayList<>(List.of(scenario.split(" ", -1)));
            arguments.addAll(List.of("-p", Integer.toString(mosquitto.port()), "--clients", "5", "--rate", "100"));
            arguments.addAll(List.of("--seconds", "1", "--warm-up", "0"));

            List<String> lines = bench(arguments.toArray(String[]::new));

            assertThat(lines).anyMatch(line -> line.equals("  errors        none"));
            assertThat(lines).noneMatch(line -> line.contains("did not come"));
        }
    }
}
