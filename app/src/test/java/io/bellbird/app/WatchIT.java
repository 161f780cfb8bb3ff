package io.bellbird.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bellbird trace} and {@code bellbird bans}, and the audit log, with the real process. */
@Timeout(180)
class WatchIT {
    private static final String CONNECT = "\20\15\0\4MQTT\4\2\0\0\0\1c";

    @TempDir
    private Path folder;

    private Path file;
    private Path audit;

    @BeforeEach
    void configure() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        audit = folder.resolve("audit.log");
        file = Files.writeString(
                folder.resolve("b.conf"),
                "listener 0 127.0.0.1\nallow_anonymous true\nadmin_listener " + port + "\naudit_log " + audit + "\n");
    }

    private Program bellbird(String... arguments) throws IOException {
        return Program.bellbird(folder, arguments);
    }

    private List<String> run(int exitCode, String... arguments) throws IOException, InterruptedException {
        try (Program command = bellbird(arguments)) {
            List<String> lines = command.output();
            lines.addAll(command.errors());
            assertThat(command.exitCode()).as("%s", lines).isEqualTo(exitCode);
            return lines;
        }
    }

    private static Socket client(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(CONNECT.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    @Test
    void a_client_is_followed_until_enough_lines_have_come() throws Exception {
        try (Program broker = bellbird("broker", "-c", file.toString())) {
            int port = broker.port();
            try (Program trace = bellbird("trace", "-c", file.toString(), "--client", "c", "--count", "3")) {
                assertThat(trace.nextLine()).contains(" tracing client=c shards=");
                try (Socket client = client(port)) {
                    assertThat(trace.nextLine()).contains(" client=c in CONNECT version=V3_1_1 from=127.0.0.1:");
                    assertThat(trace.nextLine()).endsWith(" client=c out CONNACK reason=SUCCESS session_present=false");
                    assertThat(trace.exitCode()).isZero();
                    assertThat(client.isConnected()).isTrue();
                }
            }
            broker.signal("TERM");
            assertThat(broker.exitCode()).isZero();
        }
        assertThat(folder.resolve("bellbird/admin.token")).doesNotExist();
        assertThat(Files.readString(audit))
                .contains("\"event\":\"started\"", "\"event\":\"trace_began\"", "\"event\":\"connected\"");
        assertThat(Files.readAllLines(audit)).last().asString().contains("\"event\":\"stopped\"");
    }

    @Test
    void a_trace_ends_when_its_time_is_over_or_the_broker_ends() throws Exception {
        try (Program broker = bellbird("broker", "-c", file.toString())) {
            broker.port();
            assertThat(run(0, "trace", "-c", file.toString(), "--topic", "a/#", "--seconds", "1"))
                    .singleElement()
                    .asString()
                    .contains(" tracing topic=a/# ");
            try (Program trace = bellbird("trace", "-c", file.toString(), "--topic", "a/#")) {
                trace.nextLine();
                broker.signal("TERM");
                assertThat(trace.nextErrorLine()).startsWith("bellbird: the broker has ended the trace");
                assertThat(trace.exitCode()).isEqualTo(1);
            }
        }
    }

    @Test
    void bans_are_listed_and_lifted() throws Exception {
        try (Program broker = bellbird("broker", "-c", file.toString())) {
            broker.port();

            assertThat(run(0, "bans", "-c", file.toString())).containsExactly("no address is banned");
            assertThat(run(1, "bans", "-c", file.toString(), "--lift", "192.0.2.7"))
                    .containsExactly("bellbird: 192.0.2.7 is not banned");
            assertThat(run(1, "trace", "-c", file.toString(), "--topic", "a/#/b"))
                    .singleElement()
                    .asString()
                    .startsWith("bellbird: a/#/b is no topic filter");
        }
    }

    @Test
    void where_no_broker_runs_the_commands_say_so() throws Exception {
        Path token = folder.resolve("bellbird/admin.token");

        assertThat(run(1, "bans", "-c", file.toString()))
                .containsExactly("bellbird: no broker with an admin listener runs: there is no file " + token
                        + "; if it runs with another configuration, name that with -c");
        assertThat(run(2, "trace", "-c", file.toString())).first().asString().startsWith("bellbird: ");
        Files.createDirectories(token.getParent());
        Files.writeString(token, "left behind by one that was killed\n");
        assertThat(run(1, "trace", "-c", file.toString(), "--client", "c"))
                .singleElement()
                .asString()
                .startsWith("bellbird: no broker answers at http://127.0.0.1:");
    }
}
