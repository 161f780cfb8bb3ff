package io.bellbird.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Mosquitto's clients are followed by {@code bellbird trace}. */
final class TraceTest {
    private static final Path BELLBIRD =
            Path.of("..", "bellbird").toAbsolutePath().normalize();

    @RegisterExtension
    final Clients clients = new Clients();

    @TempDir
    private Path folder;

    @Test
    void a_publisher_is_followed_from_its_connect_to_its_disconnect() throws IOException {
        assumeFalse(BrokerProcess.isOtherBroker());
        String admin = "admin_listener " + freePort();
        Path data = folder.resolve("data");
        Path file = Files.write(
                folder.resolve("trace.conf"), List.of("persistence true", "persistence_location " + data + "/", admin));
        BrokerSetup setup = new BrokerSetup(4, data, List.of(), List.of(admin), Map.of());
        try (BrokerProcess broker = BrokerProcess.start(setup);
                ClientProcess trace = new ClientProcess(
                        folder,
                        List.of(
                                "env",
                                "BELLBIRD_NO_BUILD=1",
                                BELLBIRD.toString(),
                                "trace",
                                "-c",
                                file.toString(),
                                "--client",
                                "pump"))) {
            trace.awaitLine("2");
            String port = Integer.toString(broker.port());
            publish(port, "other", "not this");
            publish(port, "pump", "21.5");
            List<String> lines = trace.output();
            while (lines.stream().noneMatch(line -> line.contains(" ended by="))) {
                trace.awaitLine("2");
                lines = trace.output();
            }

            List<String> told = lines.stream()
                    .map(line -> line.replaceFirst("^\\S+ ", ""))
                    .filter(line -> line.startsWith("client="))
                    .toList();
            assertThat(told).allMatch(line -> line.startsWith("client=pump "));
            assertThat(told.get(0)).startsWith("client=pump in CONNECT version=V5 from=127.0.0.1:");
            assertThat(told)
                    .containsSubsequence(
                            "client=pump out CONNACK reason=SUCCESS session_present=false",
                            "client=pump in PUBLISH topic=farm/pump qos=2 id=1 retain=false dup=false bytes=4"
                                    + " payload=\"21.5\" rule=\"there is no acl_file\"",
                            "client=pump in PUBREL id=1 reason=SUCCESS",
                            "client=pump out PUBCOMP id=1 reason=SUCCESS",
                            "client=pump in DISCONNECT reason=NORMAL_DISCONNECTION",
                            "client=pump ended by=client reason=NORMAL_DISCONNECTION");
            trace.terminate();
        }
    }

    private void publish(String port, String clientId, String payload) {
        List<String> command = List.of(
                "mosquitto_pub",
                "-h",
                "127.0.0.1",
                "-p",
                port,
                "-V",
                "5",
                "-i",
                clientId,
                "-q",
                "2",
                "-t",
                "farm/pump",
                "-m",
                payload);
        try (ClientProcess publisher = new ClientProcess(folder, command)) {
            publisher.awaitSuccess();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
