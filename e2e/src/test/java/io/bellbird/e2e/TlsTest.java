package io.bellbird.e2e;

import static io.bellbird.e2e.Certificates.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mosquitto's clients and OpenSSL's, at listeners with TLS. */
final class TlsTest {
    private static final int PORT = BrokerProcess.freePort();
    private static final int ASKING_PORT = BrokerProcess.freePort();

    private static BrokerProcess broker;

    @RegisterExtension
    final Clients clients = new Clients();

    @BeforeAll
    static void start() {
        Path data = Path.of("target", "tls-data").toAbsolutePath();
        Folders.delete(data);
        List<String> lines = new ArrayList<>(BrokerSetup.keeping(data).lines());
        lines.addAll(listener(PORT));
        lines.addAll(listener(ASKING_PORT));
        lines.addAll(List.of("cafile " + file("ca.pem"), "crlfile " + file("crl.pem"), "require_certificate true"));
        lines.add("use_identity_as_username true");
        broker = BrokerProcess.start(new BrokerSetup(
                2, data, lines, List.of(), BrokerSetup.keeping(data).environment()));
    }

    private static List<String> listener(int port) {
        List<String> lines = new ArrayList<>(List.of("listener " + port + " 127.0.0.1"));
        lines.addAll(Certificates.lines("server"));
        return lines;
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private ClientProcess mosquitto(String tool, int port, String... arguments) {
        String[] tls = {"-p", Integer.toString(port), "--cafile", file("ca.pem")};
        return clients.mosquitto(
                tool, broker, Stream.of(tls, arguments).flatMap(Arrays::stream).toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tlsv1.2", "tlsv1.3"})
    void what_mosquitto_pub_sends_mosquitto_sub_prints(String version) {
        // given
        ClientProcess sub = mosquitto("mosquitto_sub", PORT, "--tls-version", version, "-t", "a/b", "-C", "1", "-d");
        sub.awaitLine("Subscribed (mid: 1)");
        // when
        mosquitto("mosquitto_pub", PORT, "--tls-version", version, "-q", "2", "-t", "a/b", "-m", "hello")
                .awaitSuccess();
        // then
        assertThat(sub.awaitSuccess()).contains("hello");
    }

    @Test
    void a_client_with_a_certificate_gets_in_and_one_without_does_not() {
        mosquitto(
                        "mosquitto_pub",
                        ASKING_PORT,
                        "--cert",
                        file("client.pem"),
                        "--key",
                        file("client-key.pem"),
                        "-q",
                        "1",
                        "-t",
                        "a",
                        "-m",
                        "hello")
                .awaitSuccess();
        assertThat(mosquitto("mosquitto_pub", ASKING_PORT, "-q", "1", "-t", "a", "-m", "hello")
                        .awaitExit())
                .isNotZero();
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2, TLSv1.2", "-tls1_3, TLSv1.3"})
    void openssl_finds_nothing_wrong(String option, String version) {
        ClientProcess client = clients.openSsl(
                option, "-connect", "127.0.0.1:" + PORT, "-CAfile", file("ca.pem"), "-verify_ip", "127.0.0.1");
        client.endInput();
        assertThat(client.awaitSuccess()).contains("Protocol version: " + version, "Verification: OK");
    }
}
