package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellbird.client.MqttClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bellbird top} and {@code bellbird bench}, with the real process. */
@Timeout(180)
class TopIT {
    private static final Pattern SETTINGS = Pattern.compile("[0-9a-f:]{40,}");

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void configure() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        file = Files.writeString(
                folder.resolve("b.conf"),
                "listener 0 127.0.0.1\nallow_anonymous true\nsys_interval 1\nadmin_listener " + port + "\n");
    }

    private List<String> run(int exitCode, String... arguments) throws IOException, InterruptedException {
        try (Program command = Program.bellbird(folder, arguments)) {
            List<String> lines = command.output();
            lines.addAll(command.errors());
            assertThat(command.exitCode()).as("%s", lines).isEqualTo(exitCode);
            return lines;
        }
    }

    /** A client that is away, for which so many messages wait. */
    private static void leaveWithQueue(int port, String clientId, int messages) {
        String broker = "mqtt://127.0.0.1:" + port;
        try (MqttClient client = MqttClient.builder(broker)
                .clientId(clientId)
                .cleanStart(false)
                .sessionExpiry(Duration.ofHours(1))
                .build()) {
            client.connect().join();
            client.subscribe("to/" + clientId, message -> {}).join();
        }
        try (MqttClient publisher = MqttClient.to(broker)) {
            publisher.connect().join();
            for (int i = 0; i < messages; i++) {
                publisher.publish("to/" + clientId, "hello").join();
            }
        }
    }

    @Test
    void top_shows_the_client_with_the_longest_queue_first() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            int port = broker.port();
            leaveWithQueue(port, "short", 1);
            leaveWithQueue(port, "long", 12);

            List<String> lines = run(0, "top", "-c", file.toString(), "--once", "--interval", "0.5", "--limit", "2");

            assertThat(lines)
                    .anySatisfy(line -> assertThat(line).startsWith("bellbird "))
                    .anySatisfy(line -> assertThat(line).startsWith("queues   13 messages, "));
            assertThat(lines.get(lines.size() - 2)).matches("long +- +12 .* away");
            assertThat(lines.get(lines.size() - 1)).matches("short +- +1 .* away");
        }
    }

    @Test
    void top_over_topics_needs_no_admin_listener() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            String port = Integer.toString(broker.port());

            assertThat(run(0, "top", "-h", "127.0.0.1", "-p", port, "--once", "--interval", "2"))
                    .anySatisfy(line -> assertThat(line).contains(" at mqtt://127.0.0.1:" + port + ", up "))
                    .anySatisfy(line -> assertThat(line).startsWith("clients  1 connected"));
        }
    }

    @Test
    void top_without_a_terminal_goes_on_in_plain_text_until_the_broker_ends() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            broker.port();
            try (Program top = Program.bellbird(folder, "top", "-c", file.toString(), "--interval", "0.2")) {
                assertThat(top.nextLine()).startsWith("bellbird ").doesNotContain("\u001b");
                broker.signal("TERM");
                assertThat(top.nextErrorLine()).startsWith("bellbird: ");
                assertThat(top.exitCode()).isEqualTo(1);
            }
        }
    }

    /** What {@code stty -g} has written, which other things may stand before. */
    private static String settings(String line) {
        Matcher matcher = SETTINGS.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return matcher.group();
    }

    /** The keys are there before the command reads them. */
    @Test
    void on_a_terminal_top_takes_keys_and_leaves_it_as_it_was() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            leaveWithQueue(broker.port(), "away", 3);
            String top = Path.of("..", "bellbird").toAbsolutePath() + " top --interval 0.2 -c " + file;
            List<String> command =
                    List.of("sh", "-c", "printf sq | script -qec 'stty -g; " + top + "; stty -g' /dev/null");
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("XDG_DATA_HOME", folder.toString());

            try (Program terminal = Program.start(folder, environment, command)) {
                List<String> lines = terminal.output();

                assertThat(terminal.exitCode()).as("%s", lines).isZero();
                assertThat(lines).anySatisfy(line -> assertThat(line).contains("CLIENT (the slowest)"));
                assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("away "));
                assertThat(settings(lines.get(lines.size() - 1))).isEqualTo(settings(lines.get(0)));
            }
        }
    }

    @Test
    void where_no_broker_runs_top_says_so() throws Exception {
        assertThat(run(1, "top", "-c", file.toString(), "--once"))
                .singleElement()
                .asString()
                .startsWith("bellbird: no broker with an admin listener runs");
        assertThat(run(1, "top", "-p", "1", "--once"))
                .singleElement()
                .asString()
                .contains("cannot connect to mqtt://localhost:1");
        assertThat(run(2, "top", "--sort", "size")).first().asString().startsWith("bellbird: ");
    }

    @Test
    void bench_that_is_interrupted_says_what_it_did_by_then() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            String port = Integer.toString(broker.port());
            try (Program bench =
                    Program.bellbird(folder, "bench", "sub", "-p", port, "--warm-up", "0", "--seconds", "60")) {
                assertThat(bench.nextLine()).startsWith("sub 1 s, ");
                bench.signal("INT");

                List<String> lines = bench.output();
                assertThat(lines)
                        .anySatisfy(line -> assertThat(line).startsWith("sub: ").endsWith(" (ended early)"))
                        .anySatisfy(line -> assertThat(line).startsWith("  lost          0, "));
                assertThat(bench.exitCode()).isEqualTo(130);
            }
        }
    }
}
