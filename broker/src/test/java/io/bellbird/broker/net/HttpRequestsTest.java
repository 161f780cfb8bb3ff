package io.bellbird.broker.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellbird.broker.Broker;
import io.bellbird.broker.BrokerStartException;
import io.bellbird.broker.config.Protocol;
import io.bellbird.broker.config.WebSocketConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a listener for WebSockets answers to HTTP: handshakes from origins, and files. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class HttpRequestsTest {
    private static final int HEADERS_BYTES_MAX = 1_000;

    @TempDir
    private Path root;

    private Path folder;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectories(root.resolve("www/sub")).getParent();
        Files.writeString(root.resolve("secret.txt"), "outside");
        Files.writeString(folder.resolve("index.html"), "<h1>front</h1>");
        Files.writeString(folder.resolve("sub/index.html"), "below");
        Files.writeString(folder.resolve("a b.txt"), "with a blank");
        Files.writeString(folder.resolve(".hidden"), "hidden");
        broker = start(new WebSocketConfig(
                Optional.of(folder), List.of("https://good.example", "http://other:8080"), HEADERS_BYTES_MAX));
    }

    private static Broker start(WebSocketConfig config) throws BrokerStartException {
        return Brokers.with(listener -> listener.protocol(Protocol.WEBSOCKETS).webSocket(config));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static String handshake(String moreHeaders) {
        return "GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Protocol: mqtt\r\n" + moreHeaders + "\r\n";
    }

    private String statusOf(String request) throws IOException {
        try (Socket socket = send(broker, request)) {
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return new String(line, ISO_8859_1).substring("HTTP/1.1 ".length());
        }
    }

    private static Socket send(Broker broker, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker.port());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    private Answer ask(String method, String path) throws IOException {
        try (Socket socket = send(broker, method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            int end = all.indexOf("\r\n\r\n");
            return new Answer(all.substring(0, end), all.substring(end + 4));
        }
    }

    private record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        }
    }

    // Handshakes

    @Test
    void pages_from_the_origins_may_connect_and_so_may_who_names_none() throws Exception {
        assertThat(statusOf(handshake("Origin: https://good.example\r\n"))).isEqualTo("101");
        assertThat(statusOf(handshake("Origin: http://other:8080\r\n"))).isEqualTo("101");
        assertThat(statusOf(handshake(""))).isEqualTo("101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://good.example", "https://good.example:444", "null", ""})
    void pages_from_elsewhere_are_forbidden_to(String origin) throws Exception {
        assertThat(statusOf(handshake("Origin: " + origin + "\r\n"))).isEqualTo("403");
    }

    @Test
    void without_origins_pages_from_everywhere_may_connect() throws Exception {
        broker.close();
        broker = start(WebSocketConfig.defaults());

        assertThat(statusOf(handshake("Origin: https://evil.example\r\n"))).isEqualTo("101");
    }

    @Test
    void headers_above_their_limit_are_refused() throws Exception {
        assertThat(statusOf(handshake("Cookie: " + "c".repeat(HEADERS_BYTES_MAX - 300) + "\r\n")))
                .isEqualTo("101");
        assertThat(statusOf(handshake("Cookie: " + "c".repeat(HEADERS_BYTES_MAX) + "\r\n")))
                .isEqualTo("431");
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 4000, 413", "Expect: miracles, 417"})
    void a_handshake_with_more_than_headers_ends_the_connection(String header, String status) throws Exception {
        try (Socket socket = send(broker, handshake(header + "\r\n"))) {
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void what_is_no_http_is_a_bad_request() throws Exception {
        assertThat(statusOf("hello\r\n\r\n")).isEqualTo("400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Version: 8", "Version: 8\r\nSec-WebSocket-Version: 13"})
    void another_version_of_websockets_is_told_which_is_spoken(String version) throws Exception {
        try (Socket socket = send(broker, handshake("").replace("Version: 13", version))) {
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 426 ")
                    .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n");
        }
    }

    // Files

    @ParameterizedTest
    @CsvSource({
        "/, <h1>front</h1>",
        "/index.html, <h1>front</h1>",
        "/?query=1, <h1>front</h1>",
        "/sub/, below",
        "/a%20b.txt, with a blank"
    })
    void files_are_given(String path, String content) throws Exception {
        Answer answer = ask("GET", path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
        assertThat(answer.head())
                .containsIgnoringCase("content-length: " + content.length())
                .containsIgnoringCase("connection: close")
                .containsIgnoringCase("x-content-type-options: nosniff");
    }

    @ParameterizedTest
    @CsvSource({
        "x.html, text/html; charset=utf-8",
        "x.css, text/css; charset=utf-8",
        "x.js, text/javascript; charset=utf-8",
        "x.json, application/json",
        "x.svg, image/svg+xml",
        "x.PNG, image/png",
        "x.ico, image/x-icon",
        "x.wasm, application/wasm",
        "x.txt, text/plain; charset=utf-8",
        "x.exe, application/octet-stream",
        "x, application/octet-stream"
    })
    void the_ending_of_a_name_says_what_a_file_is(String name, String type) throws Exception {
        Files.writeString(folder.resolve(name), "x");

        assertThat(ask("GET", "/" + name).head().lines()).contains("content-type: " + type);
    }

    @Test
    void head_says_what_get_would_without_the_content() throws Exception {
        Answer answer = ask("HEAD", "/index.html");

        assertThat(answer.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 14");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/absent",
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/sub/../../secret.txt",
                "/..%2fsecret.txt",
                "/..%5csecret.txt",
                "//secret.txt",
                "/.hidden",
                "/./index.html",
                "/sub//index.html",
                "/%00",
                "/%zz",
                "http://localhost/index.html",
                "/index.html/more"
            })
    void nothing_else_is_given(String path) throws Exception {
        Answer answer = ask("GET", path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void a_symbolic_link_leads_nowhere_outside() throws Exception {
        Files.createSymbolicLink(folder.resolve("link.txt"), root.resolve("secret.txt"));
        Files.createSymbolicLink(folder.resolve("up"), root);
        Files.createSymbolicLink(folder.resolve("inside.html"), folder.resolve("index.html"));

        assertThat(ask("GET", "/link.txt").status()).isEqualTo(404);
        assertThat(ask("GET", "/up/secret.txt").status()).isEqualTo(404);
        assertThat(ask("GET", "/up").status()).isEqualTo(404);
        assertThat(ask("GET", "/inside.html").body()).isEqualTo("<h1>front</h1>");
    }

    @Test
    void a_folder_is_found_behind_a_slash_so_that_its_links_are_right() throws Exception {
        Answer answer = ask("GET", "/sub");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.head()).containsIgnoringCase("location: /sub/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void nothing_can_be_changed(String method) throws Exception {
        Answer answer = ask(method, "/index.html");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head()).containsIgnoringCase("allow: GET, HEAD");
    }

    @Test
    void a_large_file_arrives_whole() throws Exception {
        byte[] content = new byte[3_000_001];
        new SplittableRandom(7).nextBytes(content);
        Files.write(folder.resolve("large.bin"), content);

        assertThat(ask("GET", "/large.bin").body()).isEqualTo(new String(content, ISO_8859_1));
    }

    @Test
    void a_browser_that_goes_away_leaves_nothing_behind() throws Exception {
        Files.write(folder.resolve("large.bin"), new byte[20_000_000]);
        try (Socket socket = send(broker, "GET /large.bin HTTP/1.1\r\n\r\n")) {
            socket.getInputStream().readNBytes(1_000);
            socket.setSoLinger(true, 0);
        }
        while (broker.connectionCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void without_a_folder_there_is_only_the_upgrade() throws Exception {
        broker.close();
        broker = start(WebSocketConfig.defaults());

        assertThat(ask("GET", "/").status()).isEqualTo(426);
    }

    @Test
    void a_folder_that_is_not_there_stops_the_start() {
        Path absent = root.resolve("absent");
        WebSocketConfig config = new WebSocketConfig(Optional.of(absent), List.of(), HEADERS_BYTES_MAX);

        assertThatThrownBy(() -> start(config))
                .hasMessage("port 0 on 127.0.0.1 cannot be opened: http_dir is '" + absent
                        + "', which is no folder that can be read");
    }
}
