package io.bellbird.e2e;

import static io.bellbird.e2e.Certificates.file;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real programs at the wrong door, or with the wrong papers: each is told no, one line of the log says who it was and why,
 * and nobody else notices. Each comes from an address of its own.
 */
final class MixedUpPeersTest {
    /** The beginning of a ClientHello: its record has 200 bytes, which do not come. */
    private static final byte[] HALF_OF_HELLO = HexFormat.of().parseHex("16030100c8010000c40303");

    /** A CONNECT that is said to have 20 bytes. */
    private static final byte[] HALF_OF_CONNECT = {0x10, 20, 0};

    private static final byte[] NOTHING = {};
    private static final byte[] HALF_OF_REQUEST = "GET /mqtt HT".getBytes(StandardCharsets.US_ASCII);

    /** Too long for the headers of a request, and for its first line. */
    private static final String HUGE = "x".repeat(20_000);

    /** Ports of the broker, by what is spoken there. */
    private static final Map<String, Integer> DOORS = new TreeMap<>();

    /** What the log says of each address that was used. */
    private static final Map<String, String> REASONS = new TreeMap<>();

    private static BrokerProcess broker;
    private static int lastAddress = 1;

    @RegisterExtension
    final Clients clients = new Clients();

    private Bystander bystander;

    @BeforeAll
    static void start() {
        Path data = Path.of("target", "mixed-up-data").toAbsolutePath();
        Folders.delete(data);
        for (String name : List.of("admin", "mqtts", "expired", "asking", "wss")) {
            DOORS.put(name, BrokerProcess.freePort());
        }
        List<String> lines = new ArrayList<>(List.of("admin_listener " + DOORS.get("admin")));
        lines.addAll(listener("mqtts", "server"));
        lines.addAll(listener("expired", "server-expired"));
        lines.addAll(listener("asking", "server"));
        lines.addAll(List.of("cafile " + file("ca.pem"), "crlfile " + file("crl.pem"), "require_certificate true"));
        lines.addAll(listener("wss", "server"));
        lines.add("protocol websockets");
        broker = BrokerProcess.start(new BrokerSetup(2, data, lines, List.of(), Map.of()));
        DOORS.put("mqtt", broker.port());
        DOORS.put("ws", broker.webSocketPort());
    }

    private static List<String> listener(String name, String certificate) {
        List<String> lines = new ArrayList<>(List.of("listener " + DOORS.get(name) + " 127.0.0.1"));
        lines.addAll(Certificates.lines(certificate));
        return lines;
    }

    /** No line came later. */
    @AfterAll
    static void stop() {
        broker.close();
        REASONS.forEach(MixedUpPeersTest::assertOneLine);
    }

    @BeforeEach
    void talk() throws IOException {
        bystander = new Bystander(broker);
    }

    @AfterEach
    void look() throws IOException {
        bystander.close();
    }

    // Wrong papers

    @ParameterizedTest
    @CsvSource({
        "mqtts,   tlsv1.2, other-ca.pem, unknown_ca",
        "mqtts,   tlsv1.3, other-ca.pem, unknown_ca",
        "expired, tlsv1.2, ca.pem,       certificate_expired",
        "expired, tlsv1.3, ca.pem,       certificate_expired"
    })
    void a_client_that_does_not_trust_the_listener_gives_up(String door, String tls, String caFile, String alert) {
        String address = newAddress();

        ClientProcess client = mosquitto(address, door, "--tls-version", tls, "--cafile", file(caFile));

        assertThat(client.awaitExit()).isNotZero();
        assertThat(client.output()).anyMatch(line -> line.contains("TLS error"));
        assertSaid(
                address,
                "closed: the client has given up, with " + alert
                        + ": it does not trust the certificate of this listener");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    strange > the client's certificate comes from none of cafile and capath
                    self    > the client's certificate comes from none of cafile and capath
                    expired > the client's certificate has expired
                    early   > the client's certificate is not valid yet, or the clock of this machine is wrong
                    revoked > the client's certificate is revoked
                    """)
    void a_client_with_a_wrong_certificate_does_not_get_in(String certificate, String reason) {
        String address = newAddress();
        String name = file("client-" + certificate);

        ClientProcess client = mosquitto(
                address, "asking", "--cafile", file("ca.pem"), "--cert", name + ".pem", "--key", name + "-key.pem");

        assertThat(client.awaitExit()).isNotZero();
        assertSaid(address, "closed: " + reason);
    }

    @Test
    void a_client_without_a_certificate_does_not_get_in() {
        String address = newAddress();

        ClientProcess client = mosquitto(address, "asking", "--cafile", file("ca.pem"));

        assertThat(client.awaitExit()).isNotZero();
        assertSaid(address, "closed: the client has sent no certificate, and require_certificate is true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    -tls1_1 > ALL@SECLEVEL=0            > version of TLS that this listener has, see tls_version
                    -tls1_2 > ECDHE-ARIA128-GCM-SHA256  > cipher that this listener has
                    """)
    void a_client_that_has_nothing_in_common_with_the_listener_is_told(String version, String cipher, String missing) {
        String address = newAddress();

        ClientProcess client = openSsl(address, "mqtts", version, "-cipher", cipher);

        assertThat(client.awaitExit()).isNotZero();
        assertThat(client.output()).anyMatch(line -> line.contains(" alert "));
        assertSaid(address, "closed: the client has no " + missing);
    }

    // The wrong door

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    mqtts > the client speaks MQTT and no TLS, which this listener expects
                    wss   > the client speaks MQTT and no TLS, which this listener expects
                    ws    > the client speaks MQTT without the WebSocket that this listener expects: give the client another port, or ws:// before the name of the broker
                    """)
    void mosquitto_pub_without_tls_is_told_apart(String door, String reason) {
        String address = newAddress();

        assertThat(mosquitto(address, door).awaitExit()).isNotZero();

        assertSaid(address, "closed: " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    mqtt > the client speaks TLS and this listener does not: take TLS off the client, or put certfile and keyfile below 'listener {mqtt}'
                    ws   > the client speaks TLS and this listener does not: take TLS off the client, or put certfile and keyfile below 'listener {ws}'
                    wss  > the client speaks MQTT without the WebSocket that this listener expects: give the client another port, or ws:// before the name of the broker
                    """)
    void mosquitto_pub_with_tls_is_told_apart(String door, String reason) {
        String address = newAddress();

        assertThat(mosquitto(address, door, "--cafile", file("ca.pem")).awaitExit())
                .isNotZero();

        assertSaid(address, "closed: " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    http  > mqtt  > 52 > the client speaks HTTP and this listener MQTT: browsers need a listener with 'protocol websockets', and metrics are at admin_listener
                    https > mqtts > 52 > the client speaks HTTP and this listener MQTT: browsers need a listener with 'protocol websockets', and metrics are at admin_listener
                    http  > mqtts > 52 > the client speaks HTTP and no TLS, which this listener expects
                    http  > wss   > 52 > the client speaks HTTP and no TLS, which this listener expects
                    https > mqtt  > 35 > the client speaks TLS and this listener does not: take TLS off the client, or put certfile and keyfile below 'listener {mqtt}'
                    https > ws    > 35 > the client speaks TLS and this listener does not: take TLS off the client, or put certfile and keyfile below 'listener {ws}'
                    """)
    void curl_is_told_apart(String scheme, String door, int status, String reason) {
        String address = newAddress();

        assertThat(curl(address, scheme, door, "/", "-k").awaitExit()).isEqualTo(status);

        assertSaid(address, "closed: " + reason);
    }

    @ParameterizedTest
    @CsvSource({"http, ws", "https, wss"})
    void curl_is_told_that_a_listener_for_websockets_has_no_pages(String scheme, String door) {
        String address = newAddress();

        List<String> answer = curl(address, scheme, door, "/", "-k").awaitSuccess();

        assertThat(answer).contains("HTTP/1.1 426 Upgrade Required");
        assertSaid(address, "http request refused status=426 path=/: it is no handshake of WebSocket, version 13");
    }

    @Test
    void mosquitto_pub_at_the_admin_listener_is_told_apart() {
        String address = newAddress();

        assertThat(mosquitto(address, "admin").awaitExit()).isNotZero();

        assertSaid(address, "admin_listener refused: this is no HTTP request");
    }

    // Too much, too little, too late

    @ParameterizedTest
    @CsvSource({"ws, http", "wss, https"})
    void huge_headers_at_a_listener_for_websockets_are_refused(String door, String scheme) {
        String address = newAddress();

        List<String> answer =
                curl(address, scheme, door, "/", "-k", "-H", "X-Huge: " + HUGE).awaitSuccess();

        assertThat(answer).contains("HTTP/1.1 431 Request Header Fields Too Large");
        assertSaid(
                address,
                "http request refused status=431 path=unknown: it has more than 8192 bytes before its body, see"
                        + " websockets_headers_size");
    }

    @Test
    void huge_headers_at_the_admin_listener_are_refused() {
        String address = newAddress();

        List<String> answer = curl(address, "http", "admin", "/metrics", "-H", "X-Huge: " + HUGE)
                .awaitSuccess();

        assertThat(answer).contains("HTTP/1.1 431 Request Header Fields Too Large");
        assertSaid(
                address,
                "admin_listener refused: the request is too long: its first line may have 2048 bytes, its headers 8192");
    }

    @Test
    void a_huge_first_line_at_the_admin_listener_is_refused() {
        String address = newAddress();

        List<String> answer = curl(address, "http", "admin", "/" + HUGE).awaitSuccess();

        assertThat(answer).contains("HTTP/1.1 431 Request Header Fields Too Large");
        assertSaid(
                address,
                "admin_listener refused: the request is too long: its first line may have 2048 bytes, its headers 8192");
    }

    @Test
    void headers_of_many_pieces_that_are_not_too_long_are_read() {
        List<String> answer = curl(
                        newAddress(), "http", "admin", "/health/live", "-H", "X-Long: " + HUGE.substring(13_000))
                .awaitSuccess();

        assertThat(answer).contains("HTTP/1.1 200 OK", "ok");
    }

    @Test
    void a_connection_that_is_cut_within_the_handshake_is_said() throws IOException {
        String address = newAddress();

        socket(address, "mqtts", HALF_OF_HELLO).close();

        assertSaid(address, "closed: the connection has ended in the middle of the TLS handshake");
    }

    @Test
    void who_does_not_go_on_is_cut_off_after_10_seconds() throws IOException {
        // given
        String speaker = newAddress();
        openSsl(speaker, "mqtts", "-tls1_3").awaitLine("CONNECTION ESTABLISHED");
        Map<String, Socket> silent = new LinkedHashMap<>();
        open(silent, "mqtts", HALF_OF_HELLO);
        open(silent, "mqtts", NOTHING);
        open(silent, "mqtt", HALF_OF_CONNECT);
        open(silent, "mqtt", NOTHING);
        open(silent, "ws", HALF_OF_REQUEST);
        long opened = System.nanoTime();
        // when
        for (Socket socket : silent.values()) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
            socket.close();
        }
        // then
        assertThat(Duration.ofNanos(System.nanoTime() - opened))
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
        List<String> addresses = List.copyOf(silent.keySet());
        assertSaid(speaker, "closed: the client has sent no CONNECT within 10 seconds");
        assertSaid(addresses.get(0), "closed: the client has not finished the TLS handshake within 10 seconds");
        assertSaid(addresses.get(1), "closed: the client has sent nothing within 10 seconds");
        for (String address : addresses.subList(2, 5)) {
            assertSaid(address, "closed: the client has sent no CONNECT within 10 seconds");
        }
    }

    private static void open(Map<String, Socket> silent, String door, byte[] bytes) throws IOException {
        String address = newAddress();
        silent.put(address, socket(address, door, bytes));
    }

    // What the tests need

    private static String newAddress() {
        lastAddress++;
        return "127.0.0." + lastAddress;
    }

    /** The log has one line about a peer, which is remembered to be looked for again at the end. */
    private static void assertSaid(String address, String reason) {
        String there = reason.replace("{mqtt}", DOORS.get("mqtt").toString())
                .replace("{ws}", DOORS.get("ws").toString());
        REASONS.put(address, there);
        broker.awaitLog("from=" + address + ":");
        assertOneLine(address, there);
    }

    private static void assertOneLine(String address, String reason) {
        assertThat(broker.log().lines().filter(line -> line.contains("from=" + address + ":")))
                .as("what the log has of %s", address)
                .singleElement()
                .asString()
                .endsWith(reason);
    }

    private ClientProcess mosquitto(String address, String door, String... arguments) {
        String[] publish = {"-p", DOORS.get(door).toString(), "-A", address, "-q", "1", "-t", "t", "-m", "m"};
        return clients.mosquitto("mosquitto_pub", broker, joined(publish, arguments));
    }

    private ClientProcess curl(String address, String scheme, String door, String path, String... arguments) {
        String url = scheme + "://127.0.0.1:" + DOORS.get(door) + path;
        return clients.curl(joined(new String[] {"-i", "--interface", address, url}, arguments));
    }

    private ClientProcess openSsl(String address, String door, String... arguments) {
        String[] connect = {"-bind", address + ":0", "-connect", "127.0.0.1:" + DOORS.get(door)};
        return clients.openSsl(joined(connect, arguments));
    }

    private static Socket socket(String address, String door, byte[] bytes) throws IOException {
        Socket socket = new Socket();
        byte last = (byte) Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, last}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), DOORS.get(door)));
        socket.setSoTimeout((int) ChildProcesses.PATIENCE.toMillis());
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private static String[] joined(String[] first, String... more) {
        return Stream.of(first, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
