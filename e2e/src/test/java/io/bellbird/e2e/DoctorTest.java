package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bellbird doctor} as a process, at the other broker. */
final class DoctorTest {
    private static final Path BELLBIRD =
            Path.of("..", "bellbird").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    /** What is found at a Mosquitto with these lines in its configuration, and below that "exit N". */
    private List<String> findings(String... lines) throws IOException {
        int port = freePort();
        List<String> all = new ArrayList<>(List.of("listener " + port + " 127.0.0.1", "user root", "log_dest stdout"));
        all.addAll(List.of(lines));
        all.add("log_timestamp false");
        Path configuration = Files.write(folder.resolve("mosquitto.conf"), all);
        String mosquitto = Clients.mosquittoBroker().toString();
        try (ClientProcess broker =
                new ClientProcess(folder, List.of("stdbuf", "-oL", mosquitto, "-c", configuration.toString()))) {
            broker.awaitLine("mosquitto version"); // starting
            broker.awaitLine("mosquitto version"); // running
            return doctor("--host", "127.0.0.1", "--port", Integer.toString(port));
        }
    }

    private List<String> doctor(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "BELLBIRD_NO_BUILD=1", BELLBIRD.toString(), "doctor"));
        command.addAll(List.of(arguments));
        try (ClientProcess process = new ClientProcess(folder, command)) {
            int status = process.awaitExit();
            List<String> output = new ArrayList<>(process.output());
            output.add("exit " + status);
            return output;
        }
    }

    @Test
    void an_open_mosquitto_is_found_open() throws IOException {
        assertThat(findings("allow_anonymous true"))
                .anyMatch(line -> line.startsWith("error: 127.0.0.1:") && line.endsWith("[open-broker]"))
                .contains("    fix: allow_anonymous false")
                .anyMatch(line -> line.endsWith("[sys-readable]"))
                .endsWith("1 error, 1 note", "exit 4");
    }

    @Test
    void a_closed_mosquitto_with_a_default_login_is_found_by_that() throws IOException {
        Path users = folder.resolve("users");
        try (ClientProcess passwd = new ClientProcess(
                folder, List.of("mosquitto_passwd", "-c", "-b", users.toString(), "admin", "admin"))) {
            passwd.awaitSuccess();
        }

        assertThat(findings("allow_anonymous false", "password_file " + users))
                .anyMatch(line -> line.contains("user admin gets in with the password admin"))
                .endsWith("1 error", "exit 4");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
