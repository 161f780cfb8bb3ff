package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program, started by the launcher, as its users have it. */
@Timeout(120)
class BrokerProcessIT {
    @TempDir
    private Path folder;

    @Test
    void a_started_broker_says_how_it_is_and_accepts() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-p", "0")) {
            String listens = broker.nextLine();

            assertThat(listens).matches("bellbird \\S+ listens on 127\\.0\\.0\\.1:\\d+");
            assertThat(broker.nextLine())
                    .isEqualTo("data: " + folder.resolve("bellbird")
                            + ", durability process; what that means: bellbird explain durability");
            assertThat(broker.nextLine())
                    .matches(
                            "memory: at most \\d+ MiB, that is heap \\d+, network \\d+, store \\d+, Java itself 256; .*");
            assertThat(broker.nextLine())
                    .startsWith("access: this machine only; ")
                    .contains("-c FILE", "listener " + Program.portIn(listens) + " 0.0.0.0", "allow_anonymous true");
            assertAccepts(Program.portIn(listens));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void a_signal_to_stop_ends_it_cleanly(String signal) throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-p", "0")) {
            broker.port();

            broker.signal(signal);

            assertThat(broker.exitCode()).isZero();
        }
    }

    @Test
    void a_hangup_does_not_kill_it() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-p", "0")) {
            int port = broker.port();

            broker.signal("HUP");

            assertThat(broker.nextErrorLine()).contains(" NOTICE there is no configuration to read again");
            assertAccepts(port);
            broker.signal("TERM");
            assertThat(broker.exitCode()).isZero();
        }
    }

    @Test
    void a_port_in_use_is_one_line_and_exit_code_4() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program broker = Program.bellbird(folder, "broker", "-p", "" + other.getLocalPort())) {
            assertThat(broker.exitCode()).isEqualTo(4);
            assertThat(broker.output()).isEmpty();
            assertThat(broker.errors())
                    .singleElement()
                    .asString()
                    .startsWith("bellbird: port " + other.getLocalPort() + " on 127.0.0.1 is in use")
                    .contains("-p PORT");
        }
    }

    @Test
    void an_interface_that_is_not_there_is_one_line_that_lists_those_that_are_and_exit_code_4() throws Exception {
        Path file = Files.writeString(folder.resolve("c.conf"), "listener 0\nbind_interface eth77\n");
        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            assertThat(broker.exitCode()).isEqualTo(4);
            assertThat(broker.errors()).singleElement().asString().contains("bind_interface is 'eth77'", "it has ");
        }
    }

    @Test
    void log_lines_are_published_to_their_topics() throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.conf"), "listener 0 127.0.0.1\nallow_anonymous true\nlog_dest topic\n");
        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            int port = broker.port();
            try (Socket watcher = new Socket(InetAddress.getLoopbackAddress(), port);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                watcher.getOutputStream()
                        .write(("\20\15\0\4MQTT\4\2\0\0\0\1w" + "\202\26\0\1\0\21$SYS/broker/log/#\0")
                                .getBytes(StandardCharsets.ISO_8859_1));
                watcher.getInputStream().readNBytes("\40\2\0\0\220\3\0\1\0".length());
                client.getOutputStream().write("\20\15\0\4MQTT\4\2\0\0\0\1c".getBytes(StandardCharsets.ISO_8859_1));
                StringBuilder received = new StringBuilder();
                while (received.indexOf("client=c connected") < 0) {
                    received.append((char) watcher.getInputStream().read());
                }
                assertThat(received).contains("$SYS/broker/log/I");
            }
        }
    }

    @Test
    void a_mistake_in_the_configuration_is_exit_code_3() throws Exception {
        Path file = configuration("max_inflght_messages 5");

        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            assertThat(broker.exitCode()).isEqualTo(3);
            assertThat(broker.errors())
                    .containsExactly("bellbird: " + file + ":1: unknown setting 'max_inflght_messages',"
                            + " did you mean 'max_inflight_messages'?");
        }
    }

    @Test
    void a_pid_file_that_cannot_be_written_is_named_and_exit_code_3() throws Exception {
        Path file = configuration("listener 0 127.0.0.1", "pid_file /no/such/folder/pid");

        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            assertThat(broker.exitCode()).isEqualTo(3);
            assertThat(broker.errors())
                    .containsExactly("bellbird: cannot write the pid file /no/such/folder/pid:"
                            + " the folder does not exist; choose another place with pid_file");
        }
    }

    @Test
    void warnings_and_the_stop_are_in_the_log() throws Exception {
        Path log = folder.resolve("my log");
        Path file = configuration("listener 0 127.0.0.1", "log_dest file " + log, "user me");

        try (Program broker = Program.bellbird(folder, "broker", "-c", file.toString())) {
            broker.port();
            broker.signal("TERM");
            assertThat(broker.exitCode()).isZero();
            assertThat(broker.errors()).isEmpty();
        }
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.endsWith(" WARN " + file
                        + ":3: user is not supported yet and is ignored:"
                        + " the process goes on as the user who started it"))
                .anyMatch(line -> line.endsWith(" NOTICE the broker stops"));
    }

    @Test
    void in_the_background_it_accepts_when_the_command_returns() throws Exception {
        Path pidFile = folder.resolve("pid");
        Path log = folder.resolve("log");
        Path file = configuration(
                "listener 0 127.0.0.1", "admin_listener none", "pid_file " + pidFile, "log_dest file " + log);

        ProcessHandle background;
        int port;
        try (Program starter = Program.bellbird(folder, "broker", "-d", "-c", file.toString())) {
            assertThat(starter.exitCode()).isZero();
            List<String> output = starter.output();
            port = Program.portIn(output.get(0));
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            background = ProcessHandle.of(pid).orElseThrow();
            assertThat(output).hasSize(5);
            assertThat(output.get(4)).isEqualTo("runs in the background, to stop it: kill " + pid);
            assertThat(starter.errors()).isEmpty();
        }
        try {
            assertAccepts(port);
            Program.signal(background.pid(), "INT");
            Program.signal(background.pid(), "HUP");
            await(() -> Files.readString(log).contains("configuration read again"));
            assertAccepts(port);
            Program.signal(background.pid(), "TERM");
            background.onExit().get(30, TimeUnit.SECONDS);
            assertThat(pidFile).doesNotExist();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
        } finally {
            background.destroyForcibly();
        }
    }

    @Test
    void in_the_background_without_a_log_file_it_says_that_no_log_is_kept() throws Exception {
        Path pidFile = folder.resolve("pid");
        Path file = configuration("listener 0 127.0.0.1", "pid_file " + pidFile);

        try (Program starter = Program.bellbird(folder, "broker", "-d", "-c", file.toString())) {
            assertThat(starter.exitCode()).isZero();
            ProcessHandle background = ProcessHandle.of(
                            Long.parseLong(Files.readString(pidFile).strip()))
                    .orElseThrow();
            background.destroy();
            background.onExit().get(30, TimeUnit.SECONDS);
            assertThat(starter.output())
                    .endsWith("no log is kept, to keep one: add the line 'log_dest file PATH' to the configuration");
        }
    }

    @Test
    void in_the_background_a_failure_is_said_and_exit_code_1() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program starter = Program.bellbird(folder, "broker", "-d", "-p", "" + other.getLocalPort())) {
            assertThat(starter.exitCode()).isEqualTo(1);
            assertThat(starter.errors())
                    .singleElement()
                    .asString()
                    .startsWith("bellbird: port " + other.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void the_process_of_the_launcher_becomes_the_broker() throws Exception {
        try (Program broker = Program.bellbird(folder, "broker", "-p", "0")) {
            broker.port();

            assertThat(ProcessHandle.of(broker.pid())
                            .orElseThrow()
                            .info()
                            .command()
                            .orElseThrow())
                    .endsWith("/java");
        }
    }

    private Path configuration(String... lines) throws IOException {
        return Files.writeString(folder.resolve("b.conf"), String.join("\n", lines));
    }

    private static void assertAccepts(int port) {
        assertThatCode(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .doesNotThrowAnyException();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** For what another process does, of which nothing tells: asks every 20 ms, for 30 seconds at most. */
    private static void await(Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
